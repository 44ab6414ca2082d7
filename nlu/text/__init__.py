"""Texts normalised, and what patterns find in them."""
