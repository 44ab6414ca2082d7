# What the public pages say, in English. An operator may edit this file. Names in { braces } are filled in.

## All pages

site-name = Tanggap
site-tagline = Citizen reports for { $city }
skip-to-content = Skip to content
nav-label = Main menu
nav-how = How it works
nav-track = Track
nav-chat = Report
language-switch = Bahasa Indonesia
language-switch-label = Baca halaman ini dalam bahasa Indonesia
footer-emergency = Emergency? Call { $emergency }, free, day and night.
footer-privacy = The officers who handle a report do not see your name or contact.
footer-staff = Staff sign-in

## Front page

home-title = Tanggap: report a city problem by chatting
home-description = Tell us what is wrong around you in a chat. Tanggap passes it to the right unit and keeps you posted until it is solved.
hero-title = Something wrong around you? Just tell us.
hero-lead = Write as you would to anyone. Tanggap asks for what is missing, passes your report to the right unit and keeps you posted until it is solved.
how-title = How it works
how-1-title = Tell us
how-1-text = What happened, and where. A photo and your location help a lot.
how-2-title = Get a number
how-2-text = Your report goes to the unit in charge, with a number that you can track.
how-3-title = Hear until it is done
how-3-text = Every step appears in the same chat. You decide whether it is really solved.
promise-private = Reports are private unless you allow them to be shown.
promise-emergency = Fire, accident or crime? Call { $emergency } first.
track-teaser = Already have a report number?
track-teaser-link = Track it here

## Chat

chat-title = Chat with Tanggap
chat-subtitle = Citizen report assistant
chat-log = Chat messages
chat-greeting = Hello! I am Tanggap. Tell me your complaint or idea: what happened, and where?
chat-suggestions = Example messages
chat-suggestion-1 = A street light is out
chat-suggestion-2 = Rubbish is piling up
chat-suggestion-3 = Check my report
chat-placeholder = Write a message…
chat-input = Your message
chat-send = Send message
chat-photo = Send a photo
chat-location = Send my location
chat-needs-script = This chat needs JavaScript. You can still track a report by its number.
chat-closed = The chat on this page is closed at the moment. You can still track a report by its number.
chat-you = You
chat-bot = Tanggap
chat-person = City staff
chat-typing = Tanggap is writing
chat-sending = sending…
chat-sent = sent
chat-spooled = kept, answered once the disruption is over
chat-kept = kept, but I could not handle it; one of our staff will look at it
chat-failed = not sent
chat-waiting = waiting for a connection
chat-retry = Try again
chat-drop = Remove
chat-offline = There is a disruption. Your messages are kept and sent as soon as the connection is back.
chat-photo-remove = Remove this photo
chat-photo-alt = Photo in the chat
chat-photo-open = Open photo
chat-photo-pending = Photo is being processed
chat-photo-refused = Photo cannot be opened
chat-photo-too-large = The photo is too large. At most 20 MB each and 25 MB at a time.
chat-photo-too-many = At most 10 photos at a time.
chat-attachment = Attachment
chat-pin = Location sent
chat-locating = Looking for your location…
chat-location-denied = Location was refused. Allow it in your browser's settings, or write the street and kelurahan.
chat-location-failed = Your location was not found. Try again outdoors, or write the street and kelurahan.
chat-location-unsupported = This browser cannot send a location. Write the street and kelurahan.
chat-today = Today
chat-newest = Newest message

## Track

track-title = Track a report
track-lead = Enter the report number. Anyone can see its state, without the reporter's data.
track-label = Report number
track-example = Example: K7M4-2XPR
track-button = Track
track-unknown = This number is not registered. Check it again: two letters may be swapped.
track-mistyped = A letter or digit seems to be mistyped. Compare it with the number you received.
track-letters = Report numbers only use the digits 2–9 and the letters C F G H J K M N P R T W X Y. There is no 0, 1, O, I, L, S or B.
track-length = A report number has 8 letters and digits, such as K7M4-2XPR.
track-report = Report
track-category = Category
track-area = Area
track-area-unknown = Not settled yet
track-opened = Received
track-changed = Last change
track-progress = Progress of the report
track-step-received = Waiting
track-step-handled = Being handled
track-step-checked = Being checked
track-step-done = Done
track-step-now = (now)
track-follow-up = The work done
track-follow-up-alt = Photo of the work done for report { $number }
track-yours = Is this your report? The full story is in the chat where you reported it.
track-merged = This report was merged with another one about the same matter. The state below is that of the main report.
track-main = Main report
track-all = See all public reports

## Public reports, map, statistics

nav-reports = Reports
nav-map = Map
nav-stats = Statistics
footer-label = Other pages
filter-open = Filter
filter-area = Area
filter-area-all = Whole city
filter-category = Category
filter-category-all = All categories
filter-kind = Kind
filter-kind-all = All kinds
filter-colour = State
filter-colour-all = All states
filter-period = Time
filter-apply = Apply
filter-clear = Clear filters
trail-label = Area shown
period-bulan-ini = This month
period-bulan-lalu = Last month
period-3-bulan = 3 months
period-12-bulan = 12 months
period-semua = All
kind-keluhan = Complaint
kind-aspirasi = Aspiration
kind-informasi = Request for information
colour-all = All
colour-menunggu = Waiting
colour-diproses = In progress
colour-selesai = Done
colour-ditutup = Closed
paging-label = Pages of the list
paging-newest = Newest
paging-older = Older

reports-title = Public reports
reports-description = Citizen reports of { $city } that everybody may see: category, area, state, and photos of the work done.
reports-lead = See how the city responds. Only reports whose reporters agreed are shown; what they wrote and who they are never is.
reports-tabs = State of the reports
reports-none = No public report fits yet. Try a wider area or a longer time.
reports-note = Reports are private unless their reporter allows it. So the numbers here are smaller than on the statistics page.
feed-title = Public reports of { $city }
feed-link = Follow this list in a feed reader (Atom)

map-title = Map of reports
map-description = Map of public citizen reports of { $city } by kelurahan, with their state.
map-lead = How many public reports there are in each kelurahan, and how far they have come.
map-section = Map
map-label = Map of the number of reports by kelurahan. The same numbers are in the table below.
map-loading = Loading the map…
map-needs-script = The map needs JavaScript. The same numbers are in the table below.
map-failed = The map could not be loaded. The same numbers are in the table below.
map-near = To my position
map-refused = No position could be had. Move the map, or choose an area in the filter.
map-less = Zoom out
map-more = Zoom in
map-reports = public reports
map-list = See the list
map-list-of = See { $n } reports in { $area }
map-table = Numbers by area
map-total = Total
map-sum = Altogether
map-note = The map knows kelurahan only. The point where a report was made is never shown, because it may be somebody’s home.

stats-title = Report statistics
stats-description = How many citizen reports of { $city } come in, how fast they are solved, and how satisfied their reporters are.
stats-lead = All citizen reports, including those that are not shown one by one.
stats-none = There are no reports of this time yet.
stats-summary = Summary
stats-reports = Reports
stats-median = Time to finish
stats-median-short = Median
stats-nine-tenths = median; 90% within
stats-days = { $n } days
stats-hours = { $n } hours
stats-rating = Satisfaction
stats-rating-short = Rating
stats-rated = { $n } ratings
stats-unknown = no figure
stats-course-day = Reports received by day
stats-course-week = Reports received by week
stats-course-month = Reports received by month
stats-as-table = Show as a table
stats-key = What the colours mean
stats-channel = Channel
stats-only-public = Within one kelurahan, this part counts public reports only.
figures-together = Small ones together
channel-api = Other apps
channel-desk = Desk
channel-mail = Email
channel-sms = SMS
channel-telegram = Telegram
channel-terminal = Terminal
channel-web = Web chat
channel-x = X
stats-about = About these figures
stats-about-all = All reports are counted, private ones too, by the date when they came in. “Closed” means merged with another report, withdrawn by its reporter, or outside the city’s authority.
stats-about-small = So that nobody can be recognised, groups of fewer than 3 reports within an area are counted only together. Within one kelurahan, categories and kinds are counted from public reports only.
stats-about-time = The time to finish runs from receipt to the report being declared done. Median: half of the reports took less, half took longer. Ratings run from 1 to 5.
stats-about-fresh = Figures are renewed every 10 minutes.
stats-download = Download the figures of this page:

## Errors

error-home = To the front page
error-400 = The request is incomplete
error-400-text = Something is missing or unreadable. Reload the page and try once more.
error-form = The form has expired
error-form-text = The page was open for too long. Go back, reload it and send it once more.
error-403 = This page is not for you
error-403-text = Your account or browser may not open this page. If you think this is a mistake, ask an administrator.
error-404 = Page not found
error-404-text = The address may be mistyped, or the page is gone.
error-405 = This page cannot be opened like this
error-405-text = Go back to the page before and try from there.
error-413 = Too large
error-413-text = At most 20 MB per photo and 25 MB at a time. Send photos one by one, or make them smaller first.
error-429 = Too often
error-429-text = Wait a moment, then try again.
error-500 = Something went wrong on our side
error-500-text = This error has been recorded. Try again in a little while.
error-503 = There is a disruption
error-503-text = Data cannot be opened at the moment. Messages already sent are kept. Try again in a little while.

## One-time links

invitation-title = Mark the place
invitation-lead = Tap the map where it happened, or use your phone's position. The answer goes into your report's conversation.
invitation-here = Use my position
invitation-map = Map of the kelurahan; tap to mark the place
invitation-none = No place has been marked yet.
invitation-refused = No position could be had. Just tap the map where it happened.
invitation-photo = Photo (if you have one)
invitation-send = Send to the conversation
invitation-taken = Thank you, we have got it.
invitation-taken-text = Go back to your conversation to go on with the report. You may close this page.
invitation-over = This link is no longer valid.
invitation-over-text = A link is valid for a week and for one report. Write in your conversation again, and we will send a new one.
invitation-place-missing = Mark the place on the map, or choose a photo, then send.
invitation-place-unreadable = That position could not be read. Tap the map once more.
invitation-photo-not-an-image = That file is no photo that can be opened. Choose a JPG, PNG or HEIC image.
invitation-photo-incomplete = The photo is cut off. Choose it once more, then send.
invitation-photo-too-many-at-once = At most 10 photos at a time.
invitation-photo-no-room = Photos can't be stored right now because our storage is nearly full. Send the place alone, or try again later.
invitation-photo-too-large = The photo is too large. Choose a smaller one (20 MB at most).

## A copy of one's own data

own-data-title = A copy of your data
own-data-lead = One ZIP file: all your messages, reports and photos of that conversation. Open it on a device of your own only.
own-data-download = Download
own-data-once = This link works for one download. Need another? Write “my data” in the conversation.
own-data-over = This link is no longer valid
own-data-over-text = It may have been used, or a day has passed. Write “my data” in the conversation for a new link.
