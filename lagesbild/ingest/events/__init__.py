"""Lists of single events: when and where each happened, of what kind, and what the list is the whole of.

Nothing of a row is kept but a day, a time of day where there is one, a square of 100 m, a known area and a
kind by the name that the definitions give it: no text of the file gets further than here.
"""
