"""From a file to checked observations."""
