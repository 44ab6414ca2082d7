"""The domain: conversations, tickets, routing, location, privacy. Knows no provider and no web."""
