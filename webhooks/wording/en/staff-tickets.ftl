# The pages on which staff handle reports, in English. An operator may edit this file. Names in { braces } are filled in.

## Lists and queues

staff-list-search = Find a report number
staff-list-search-placeholder = Find number
staff-list-search-button = Find
staff-list-unfound = Number “{ $typed }” was not found. Check it again; letters may be swapped.
staff-list-waiting = { $count ->
    [one] { $count } conversation waits for a moderator
   *[other] { $count } conversations wait for a moderator
}
staff-list-colours = Colour of the state
staff-list-filter = Filter and sort
staff-list-words = Words in the report
staff-list-words-placeholder = For example: pole rose street
staff-list-all-units = All units
staff-list-all-areas = All areas
staff-list-since = Received since
staff-list-until = Received until
staff-list-order = Order
staff-list-order-newest = Newest first
staff-list-order-due = Open, soonest deadline first
staff-list-mine = For me
staff-list-apply = Apply
staff-list-clear = Clear filters
staff-list-none = No report fits these filters.
staff-list-first = Start of the list
staff-list-older = Older
staff-list-download = Download this list (CSV)
staff-list-cut = Cut after { NUMBER($most, useGrouping: 0) } reports: narrow the filters.
staff-row-choose = Select report { $number }
staff-row-missing = To complete: { $missing }
staff-row-due = Due { $due }
staff-row-followers =
    { $count ->
        [one] { $count } follower
       *[other] { $count } followers
    }
staff-queue-lead = The most urgent comes first.
staff-queue-first = Start of the queue
staff-queue-filter = Filter this queue
staff-queue-saya = For me
staff-queue-saya-empty = No report has been given to you.
staff-queue-unit = My unit
staff-queue-unit-empty = No open reports in your unit.
staff-queue-terlambat = Late
staff-queue-terlambat-empty = No report is late.
staff-queue-lengkapi = To be completed
staff-queue-lengkapi-empty = All reports are complete.
staff-queue-validasi = Awaiting validation
staff-queue-validasi-empty = No work waits to be checked.
staff-queue-dibuka = Reopened
staff-queue-dibuka-empty = No report has been reopened.

## Many reports at once

staff-bulk-title = For those ticked
staff-bulk-all = All on this page
staff-bulk-ticked = { $n } selected
staff-bulk-untouched = Tick reports in the list
staff-bulk-step = Step
staff-bulk-unit = Unit
staff-bulk-unit-advised = empty: the advised one
staff-bulk-person = Officer
staff-bulk-main = Number of the main report
staff-bulk-note = Note
staff-bulk-run = Run
staff-bulk-none = No report is selected. Tick reports in the list first.
staff-bulk-main-missing = Give the number of the main report, for example K7M4-2XPR.
staff-bulk-result = Result
staff-bulk-done = { $done } of { $all } reports moved. Their reporters are told.
staff-bulk-back = Back to the queue

## Steps

staff-step-received = Return to the queue
staff-step-received-why = The report waits to be passed to the right unit.
staff-step-coordinating = Coordinate
staff-step-coordinating-why = To be discussed with another unit first.
staff-step-dispatched = Dispatch
staff-step-dispatched-why = Hand it to field officers.
staff-step-in_progress = Start work
staff-step-in_progress-why = Officers begin to handle it.
staff-step-awaiting_validation = Submit for validation
staff-step-awaiting_validation-why = The work is done; attach photos of it.
staff-step-follow_up_rejected = Reject the follow-up
staff-step-follow_up_rejected-why = The result is not right yet and must be done again.
staff-step-resolved = Declare resolved
staff-step-resolved-why = The result is what was asked for.
staff-step-reopened = Reopen
staff-step-reopened-why = It turned out not to be solved.
staff-step-forwarded = Forward
staff-step-forwarded-why = Forward it to the unit that may answer.
staff-step-answered = Answer
staff-step-answered-why = Write an answer for the reporter.
staff-step-out_of_scope = Out of scope
staff-step-out_of_scope-why = Say why, and where the reporter should turn.
staff-step-merged = Merge
staff-step-merged-why = The same as another report; give its number.
staff-step-withdrawn = Withdraw
staff-step-withdrawn-why = Withdrawn at the reporter’s request.
staff-pick-unit = To which unit?
staff-pick-other-unit = Or another unit
staff-pick-present = present unit
staff-pick-advised = advised
staff-pick-person = To whom?
staff-pick-nobody = The unit decides
staff-pick-busy = { $count } open
staff-pick-main = Merge into which report?
staff-pick-main-look = View
staff-pick-main-look-rest = report { $number } in a new tab
staff-pick-main-none = No open report of the same category nearby.
staff-pick-main-other = Or another number
staff-pick-main-number = Number of the main report
staff-pick-turn-to = Where should the reporter turn?
staff-pick-turn-to-usual = If left empty, the reporter is referred to { $where }.
staff-pick-note-staff = Note for staff
staff-pick-note-reporter = Note for the reporter
staff-pick-photo = Photo
staff-pick-photo-kept = { $count ->
    [one] { $count } photo is uploaded already and goes along.
   *[other] { $count } photos are uploaded already and go along.
}

## One report

staff-ticket-back = ← All reports
staff-ticket-rescued = What you wrote, so that it is not lost:
staff-ticket-told = The report
staff-ticket-no-words = (no description)
staff-ticket-missing = Staff must complete: { $missing }.
staff-ticket-complete-now = Complete it now
staff-ticket-complete = Complete: { $missing }
staff-ticket-reporter-photo = Reporter’s photo { $index } of { $count }
staff-ticket-work-photo = Follow-up photo { $index } of { $count }
staff-ticket-photos-hidden = { $count ->
    [one] { $count } photo of the reporter is not shown, because this report is private.
   *[other] { $count } photos of the reporter are not shown, because this report is private.
}
staff-ticket-photos-waiting = { $count ->
    [one] { $count } photo is still being processed.
   *[other] { $count } photos are still being processed.
}
staff-ticket-assignee = Officer
staff-ticket-assignee-none = Not decided yet
staff-ticket-area-approximate = (approximate)
staff-ticket-area-unclear = Not clear yet
staff-ticket-place-unclear = Place not clear yet
staff-ticket-position = Position
staff-ticket-step-due = This step is due
staff-ticket-estimate = Estimate told to the reporter
staff-ticket-public = May be shown to the public
staff-ticket-public-short = Public
staff-ticket-private = Private
staff-ticket-private-short = Private
staff-ticket-rated = Reporter’s rating
staff-ticket-rating = { $rating } of 5
staff-ticket-main = Merged into
staff-ticket-merged = Reports merged into this one ({ $count })
staff-ticket-followers = Followed by
staff-ticket-following =
    { $count ->
        [one] { $count } person, the reporter
       *[other] { $count } people, the reporter among them
    }
staff-ticket-next = Next step
staff-ticket-other-steps = Other steps
staff-ticket-no-steps = Your role has no step from this state.
staff-ticket-escalated = { $count ->
    [one] Past its deadline. Superiors were told once.
   *[other] Past its deadline. Superiors were told { $count } times.
}
staff-ticket-check = Write down a field check
staff-ticket-check-why = Before you decide, you may look at the place. The state stays, and only staff read it.
staff-ticket-check-note = What was seen in the field
staff-ticket-check-save = Save the check
staff-ticket-unmerge = Separate from the main report
staff-ticket-unmerge-why = It is a different matter after all: this report returns to the queue and is handled by itself.
staff-ticket-unmerge-button = Separate
staff-ticket-data = Report data
staff-ticket-data-correct = Correct kind, category or area
staff-ticket-data-area = The right area
staff-ticket-data-help = The bot learns from this correction. If it has not been passed on yet, the report moves to the right unit.
staff-ticket-data-save = Save data
staff-ticket-note = Internal note
staff-ticket-note-label = Only staff read it
staff-ticket-note-save = Save note
staff-ticket-history = History
staff-ticket-moved = Report { $number } is now: { $state }. The reporter is told.
staff-ticket-checked = The field check is saved. Only staff can read it.
staff-ticket-unmerged = Report { $number } stands by itself again. The reporter is told.
staff-ticket-sorted = The data of report { $number } are updated.
staff-ticket-noted = The note is saved. Only staff can read it.

## Whose turn it is

staff-now-received = Waiting for { $unit } to pass it on or handle it.
staff-now-coordinating = Waiting for an answer from { $unit }.
staff-now-dispatched = Waiting for { $who } to begin.
staff-now-in_progress = Being handled by { $who }.
staff-now-awaiting_validation = The work of { $who } waits for a validator’s check.
staff-now-follow_up_rejected = Waiting for { $who } to put the work right.
staff-now-resolved = Done. The reporter can still rate or reopen it.
staff-now-reopened = Waiting for a validator’s check: the reporter finds it unsolved.
staff-now-forwarded = Waiting for an answer from { $who }.
staff-now-answered = Answered.
staff-now-out_of_scope = Closed, because it is out of our scope.
staff-now-merged = { $main ->
    [none] Follows another main report.
   *[other] Follows its main report, { $main }.
}
staff-now-withdrawn = Withdrawn by the reporter.

## History

staff-event-opened = Report received
staff-event-noted = Internal note
staff-event-added = Addition by the reporter
staff-event-joined = Addition by somebody else who reported it
staff-event-rated = Reporter’s rating
staff-event-edited = The reporter edited a message
staff-event-sorted = Data completed by staff
staff-event-checked = Place checked by a validator
staff-event-unmerged = Separated from its main report
staff-event-reassigned = Handed to another person or unit
staff-event-climbed = Past its deadline; superiors were told
staff-history-from-to = from { $source } to { $target }
staff-history-at = at { $unit }
staff-history-given = to { $person }
staff-history-turned = reporter referred to { $where }
staff-history-climbed = Level { $level }: { $told ->
    [validators] validators
   *[other] { $told }
} told.

## What can't be done

staff-refused-stale = Somebody else has just changed this report. Look at its latest history first; if your step still fits, send it again.
staff-refused-database = The database can’t be used at the moment. Try again shortly.
staff-refused-number = There is no such number. Check it again.
staff-refused-main-unknown = There is no main report with that number. Check it again.
staff-refused-elsewhere = This report is with another unit, so only that unit or a report admin can change it.
staff-refused-step = Your role ({ $role }) may not bring this report to “{ $state }”, or the report is with another unit.
staff-refused-role = Your role ({ $role }) may not do this.
staff-refused-transition = From its present state this report can’t go to “{ $state }”.
staff-refused-sort = That kind does not know the report’s present state. Return the report to the queue first.
staff-refused-main = Choose or name another report that is open and not merged, for example K7M4-2XPR.
staff-refused-coordination = Choose another unit to coordinate with; this report is with that unit already.
staff-refused-target = This report can’t be given to that unit or person. Choose the advised unit or one below yours, and a person of that same unit. For other units, coordinate first.
staff-refused-other = That step can’t be taken for this report.
staff-evidence-check = Write what you saw in the field, or attach a photo.
staff-evidence-words = Write the note first.
staff-evidence-coordination = Write a note for that unit: what should they do?
staff-evidence-note = This step needs a note. The reporter will read it.
staff-evidence-note-and-photo = This step needs a note and a photo of the result. The reporter will read it.
staff-evidence-photo-too-large = The photo is too large: at most 20 MB, and 50 megapixels unless it is an ordinary JPG.
staff-evidence-photo-not-an-image = That file is not a photo that can be opened. Use JPG, PNG or HEIC.
staff-evidence-photo-incomplete = The photo is cut off: more than half of it is missing. Upload it again.
staff-evidence-photo-no-room = Storage is nearly full, so photos can’t be saved. Tell an administrator.
staff-evidence-photo-unreadable = The photo can’t be read.
staff-evidence-too-many-photos = At most { $most } photos.
