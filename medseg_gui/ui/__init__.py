"""Pixels and widgets (the only room that imports Qt)."""
