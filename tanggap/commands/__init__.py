"""Groups of the command line. `main.py` puts them in and hands them what they work with."""
