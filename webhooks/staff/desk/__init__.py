"""The desk: a report is entered for a visitor, a letter or a call, and the visitor gets its number on a slip."""
