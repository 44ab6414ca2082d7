"""Conversations, what is to be sent in them, and how it leaves."""
