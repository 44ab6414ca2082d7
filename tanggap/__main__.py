"""`python -m tanggap`."""

from tanggap.main import main

main()
