"""The city's own order: units, who is in charge of what, and working time."""
