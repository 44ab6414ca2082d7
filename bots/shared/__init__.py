"""What every channel shares: its shape, how it is built, and what is tried again."""
