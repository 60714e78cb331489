"""Released results turned into documents, one writer each. No writer is here yet."""
