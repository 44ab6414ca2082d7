## After the report: which one is meant

ask-which-ticket = Which report?
    .again = Which of these reports do you mean?
    .more = Pick one of the reports, or write its number.
button-ticket = { $number } { $category }
status-estimate = Expected to be done: { $estimate }.
never-public = Report { $number } is about officials or payments, so it is never shown. Only staff see it.
not-from-here = Report { $number } was sent in another chat or channel, so it can only be added to there. Would you like to get its news here?
    .short = { $number } came from another channel. Get its news here?
button-follow = Keep me posted
script-unread = Sorry, I can only read Indonesian and English. A person will read your message. (Maaf, saya hanya bisa membaca bahasa Indonesia dan Inggris. Petugas akan membaca pesan Anda.)
    .short = I only read Indonesian and English. A person will read your message.

## Two problems at once

ask-second = And { $category }: report it, too, at the same place?
    .again = About { $category }: report it as well, or not?
    .more = { $category } at the same place: make a second report?
    .short = { $category }: report it, too, same place?
button-second-yes = Yes, report it, too
button-second-no = No need
second-left = All right, I leave that one out.
back-to-left = Back to the other report ({ $category }).
