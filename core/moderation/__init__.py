"""Moderators: what waits for them, taking a conversation from the bot, answering in it, and giving it back."""
