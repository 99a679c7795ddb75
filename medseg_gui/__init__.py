"""medseg: look at, segment and measure medical images."""

__version__ = "0.1.0"
