"""What takes time: jobs, lanes, the trainer process."""
