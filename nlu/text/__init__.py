"""Texts made regular, and what a pattern can tell of them."""
