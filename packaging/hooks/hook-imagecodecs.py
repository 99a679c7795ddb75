"""The two codecs of the sixty that the program calls, which the package loads by name."""

hiddenimports = ["imagecodecs._shared", "imagecodecs._jpeg2k"]
