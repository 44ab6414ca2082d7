"""From a form or a program's call to a ticket at once, where no bot asks back.

There is one way for all of them. A page or an API reads what was sent into a `NewReport` (`report.py`), says who files
it (`sender.py`: a visit at the desk, a program's call, a moderator in a talk), and hands both to `Filing.file`:

    known already?  ->  is it whole?  ->  what is it about?  ->  where is it?  ->  one transaction: message, ticket,
    (sender)            (`problems.py`)   (`sorting.py`)         (`places.py`)     consent, and what the sender adds

What it refuses is a `FilingError`; each caller words it for its readers.
"""
