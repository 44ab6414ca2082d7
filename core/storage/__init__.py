"""The database: mapped classes, sessions and migrations."""
