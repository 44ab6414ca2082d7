"""`python -m core.storage.revise 0101 "Add a table"` writes a migration from what the classes say now."""

import sys
import tempfile

from core.storage.database import Database

if __name__ == "__main__":
    number, message = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/revise.db")
        database.upgrade()
        database.revise(message, number)
