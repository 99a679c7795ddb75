"""Segmenting and training beyond one process."""
