"""How reports come in: by message, form or program; and what is read later or kept for a person."""
