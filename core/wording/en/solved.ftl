## Is it solved?

solved-reminder = Report { $number } ({ $category }) is done, but we do not know yet what you think of it.
    .short = Report { $number } is done.
