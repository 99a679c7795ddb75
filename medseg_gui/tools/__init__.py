"""What the mouse means: one file per tool."""
