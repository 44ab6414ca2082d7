"""The command line, and the one place that puts the floors together (`house.py`)."""
