"""The conversation as a pure function: (state, inbound, understanding, facts) -> (state, replies, actions)."""
