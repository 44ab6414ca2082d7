"""The officers' pages: lists, one ticket, its steps, many at once."""
