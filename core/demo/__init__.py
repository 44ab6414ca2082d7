"""A made-up city to try Tanggap with: nothing in it is about a real person."""
