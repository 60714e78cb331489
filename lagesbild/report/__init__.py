"""Released results turned into documents, one writer each."""
