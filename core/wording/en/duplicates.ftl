# What the bot says of open reports about the same matter, in English. Keys and arguments are those of id/duplicates.ftl.

ask-duplicate =
    There is a similar { $category } report close by{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }, since { $date }: { $stage }, { $followers ->
        [one] { $followers } person follows it
       *[other] { $followers } people follow it
    }. Shall I keep you posted on it, or is yours a new report?
    .again = Is that similar report about the same problem? If so, write “same”; if not, write “new report”.
    .more = Just one thing left: follow the { $category } report that exists, or make a new one?
    .short = A { $category } report exists close by, since { $date }. Reply FOLLOW or NEW.
    .short-again = The same problem? Reply FOLLOW or NEW.
    .short-more = FOLLOW that report, or NEW?
ask-duplicate-own = You already have a { $category } report close by, number { $number }, since { $date }. Is this the same problem, or a new report?
    .again = Is this what report { $number } is about? If so, write “same”; if not, write “new report”.
    .more = Just one thing left: add it to report { $number }, or make a new report?
    .short = Same as your report { $number } ({ $category })? Reply SAME or NEW.
    .short-again = The same problem as { $number }? SAME / NEW.
    .short-more = Add it to { $number } (SAME), or NEW?
joined =
    All right, I will keep you posted. Its number is { $number } ({ $category }). What you told me{ $photo ->
        [yes] {" "}and your photo are
       *[no] {" "}is
    } added to it.{ $photo ->
        [yes] {""}
       *[no] {" "}Do you have a photo? Just send it here.
    }
    .short = We will keep you posted, no. { $number } ({ $category }). Your words are added.
same-ticket =
    This is already in your report { $number } ({ $category }), so I did not make a second one.{ $words ->
        [yes] {" "}What is new has been added to it.
       *[no] {""}
    }{ $photo ->
        [yes] {" "}Your photo is added.
       *[no] {""}
    }
    .short = Already in your report { $number } ({ $category }).
progress-withdrawn-joined = Report { $number } ({ $category }) was withdrawn by whoever made it. If the problem is still there, tell me again and I will make a report of your own.
duplicate-gone = That report is no longer open, so I made yours a report of its own.
not-your-report = Report { $number } was made by somebody else, so that is not yours to decide. You will still hear how it goes.
button-join = Keep me posted
button-join-own = Same problem
button-alone = New report
