"""Tickets: the state table, the one write path, numbers, and what may be told about them."""
