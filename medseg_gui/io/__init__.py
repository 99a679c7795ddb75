"""Files and network to core objects and back."""
