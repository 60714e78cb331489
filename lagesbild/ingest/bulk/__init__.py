"""Large delimited text: one streaming pass, each distinct text understood once, rows kept as numbers.

What the ordinary way would say of the file is said here too, by the same code: it is shown a few
rows that stand for all others, and every row that something is the matter with. A file whose shape
this way cannot follow raises Unfit, and goes the ordinary way.
"""
