"""One file a question that the user asks."""
