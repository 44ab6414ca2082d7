"""A module per group of commands. `main.py` lists them, and imports the one that is called."""
