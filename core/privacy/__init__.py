"""What protects the citizen: encryption of contacts, clean photos."""
