"""The channels: one module or folder each. It parses what the provider sent, sends, and says what it can do."""
