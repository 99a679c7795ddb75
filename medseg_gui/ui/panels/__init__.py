"""One dock panel per file."""
