"""The click engine: synthetic tasks, evidence channels, network, training, answers."""
