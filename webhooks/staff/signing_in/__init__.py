"""Who comes in: password, second factor, the city's own sign-on, one's own account."""
