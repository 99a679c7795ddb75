"""Fuzzing of the file readers: ``python -m tests.fuzz --help``. What it promises is in docs/hostile-files.md."""
