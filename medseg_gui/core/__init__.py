"""What things are: numpy only, no Qt, no torch, no files."""
