"""The nouns. Frozen values, enums and errors; imports nothing of ours."""
