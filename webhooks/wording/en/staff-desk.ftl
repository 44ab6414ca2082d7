# The desk of the staff room, in English. An operator may edit this file. Names in { braces } are filled in.

staff-desk-title = Desk · Tanggap
staff-desk-heading = Enter a report
staff-desk-came = It came by
staff-desk-came-walk-in = Visit at the desk
staff-desk-came-letter = Letter
staff-desk-came-phone = Phone
staff-desk-matter = What and where
staff-desk-description = What is reported?
staff-desk-required = required
staff-desk-description-help = In the reporter's own words. No names or numbers here.
staff-desk-kind = Kind
staff-desk-category = Category
staff-desk-by-description = By the description
staff-desk-filled-in = Kind and category were filled in from the description. Change them if they are wrong.
staff-desk-places = Places that fit
staff-desk-place = Street or landmark
staff-desk-place-example = Jl. Mawar 3, across from the mosque
staff-desk-area = Kelurahan
staff-desk-if-known = if known
staff-desk-area-hint = Type a part of its name
staff-desk-vague = The place is not clear yet; staff will find it later
staff-desk-photo = Photos
staff-desk-optional = optional
staff-desk-photos-kept = { $count ->
    [one] One photo is uploaded already and will be sent along.
   *[other] { $count } photos are uploaded already and will be sent along.
}
staff-desk-reporter = Reporter
staff-desk-reporter-help = Kept encrypted, and not seen by other staff.
staff-desk-no-channels = This city has no SMS or mail channel yet, so the reporter takes a slip with the number.
staff-desk-name = Name
staff-desk-phone = Mobile number
staff-desk-for-sms = for news by SMS
staff-desk-email = Email
staff-desk-for-mail = for news by mail
staff-desk-email-example = name@example.org
staff-desk-public = The reporter agrees that the report is shown to the public, without name and contact
staff-desk-save = Save and show the number

staff-desk-closed = The desk is not open yet: add a channel `desk` to config.yml.
staff-desk-choose-way = Choose how the report came.
staff-desk-no-description = Write what is reported.
staff-desk-choose-kind = Choose a kind from the list.
staff-desk-choose-category = Choose a category from the list.
staff-desk-check-sorting = Check kind and category, then save once more.
staff-desk-no-such-area = No area is called “{ $name }”. Choose one from the list that appears.
staff-desk-no-place = Write where it is, or choose the kelurahan.
staff-desk-which-place = Which place is it? Choose below.
staff-desk-outside = That place is outside this city, or its area is unknown.
staff-desk-place-not-found = The place was not found. Choose the kelurahan, or mark it as not clear.
staff-desk-no-phone = “{ $written }” is no mobile number that can be used.
staff-desk-no-email = “{ $written }” is no mail address that can be used.
staff-desk-too-long = { $field ->
    [place] The street or landmark
    [name] The name
    [phone] The mobile number
    [email] The mail address
   *[description] The description
} is too long: { $length } characters, at most { $limit }. Shorten it first; what you wrote is still here.

staff-slip-title = Slip { $number } · Tanggap
staff-slip-saved = The report is saved. { $told_by ->
    [phone] The confirmation and later news go out by SMS.
    [email] The confirmation and later news go out by mail.
   *[nobody] Give this slip to the reporter.
}
staff-slip-heading = Citizen report, { $city }
staff-slip-kind = Kind
staff-slip-category = Category
staff-slip-area = Area
staff-slip-date = Date
staff-slip-due = Expected by
staff-slip-how = Keep this number. See how it goes at { $address }, or send the number to Tanggap.
staff-slip-print = Print the slip
staff-slip-another = Enter another report
