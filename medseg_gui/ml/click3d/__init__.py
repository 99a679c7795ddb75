"""Clicks answered in 3-D: a network for whole objects, its synthetic tasks and training, and how it is asked."""
