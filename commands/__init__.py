"""Groups of the command line. `tanggap.py` puts them in and hands them what they work with."""
