# What the moderators' pages say, in English. An operator may edit this file. Names in { braces } are filled in.

## The queue

staff-conversations-title = Conversations
staff-conversations-all = All conversations
staff-conversations-search-label = Search for a report number or words of a message
staff-conversations-search-placeholder = Report number or message
staff-conversations-search-button = Search
staff-conversations-tabs = What there is to do
staff-conversations-tab =
    { $tab ->
        [antrean] Waiting
        [lengkapi] Incomplete reports
       *[diblokir] Blocked
    }
staff-conversations-mine = Yours
staff-conversations-free = Waiting
staff-conversations-cases = Many from one address
staff-conversations-others = With colleagues
staff-conversations-none = No conversation is waiting. This page updates itself.
staff-conversations-urgent = Urgent
staff-conversations-held-mine = Yours · { $span }
staff-conversations-held-other = { $name } · { $span }
staff-conversations-idle = No reply for { $span }
staff-conversations-unanswered = Waiting for a reply
staff-conversations-choose = Select { $name }
staff-conversations-nobody = Citizen { $id }
staff-conversations-all-complete = All reports are complete.
staff-conversations-older = Older
staff-conversations-wrote = last message: { $span }
staff-conversations-none-barred = Nobody is blocked.

staff-conversations-found = Results for “{ $words }”
staff-conversations-too-short = Type at least three letters, or a whole report number.
staff-conversations-none-found = No message matches.
staff-conversations-searched = Searched the last { $messages } messages, no older than { $days } days. To search the reports themselves, use the reports page.

staff-conversations-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
staff-conversations-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
staff-conversations-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
staff-conversations-just-now = just now
staff-conversations-ago = { $span } ago

staff-conversations-reason =
    { $reason ->
        [emergency] May be an emergency
        [asked] Asks for a person
        [privacy] A request about their own data
        [not_understood] Not understood by the bot three times running
        [attachment] Sent a voice message, a video or a file
        [unproven] Many messages today without proof that this citizen sent them; the bot is silent
        [action_refused] The system refused what the bot tried; check the report
       *[other] { $reason }
    }
staff-conversations-channel =
    { $channel ->
        [web] Web page
        [telegram] Telegram
        [x] X
        [sms] SMS
        [mail] Email
        [api] Other app (API)
        [terminal] Terminal
       *[other] { $channel }
    }

## Closing several at once

staff-conversations-case =
    { $count ->
        [one] { $count } conversation from one address
       *[other] { $count } conversations from one address
    }
staff-conversations-case-last = Latest: { $span }
staff-conversations-case-about = The first of them called { $since }, the latest { $last }. The address itself is not stored. Behind one address there may be one person, but also an office or a mobile network: look into a few of them first. Emergencies never end up here.
staff-conversations-case-close-all = Close all { $count }
staff-conversations-close-ticked = Close the selected ones
staff-conversations-case-most = At most { $most } are closed in one go; the others keep waiting.
staff-conversations-case-contents = In it
staff-conversations-case-shown = the { $count } that have waited longest
staff-conversations-close-help = Select conversations in the list. Urgent ones, and those that a colleague holds, are closed one by one.
staff-conversations-close-button = Close
staff-conversations-close-why = Reason
staff-conversations-close-choose = Choose a reason
staff-conversations-close-tell = Tell the citizens that nobody will reply
staff-conversations-ticked = { $count } selected
staff-conversations-nothing-ticked = Select conversations first.
staff-conversations-no-reason = Choose a reason first: it is recorded, and your colleagues see it.
staff-conversations-close-reason =
    { $reason ->
        [flood] A flood of conversations, or a prank
        [settled] Dealt with in another way
        [silent] The citizen stopped writing
        [nothing] Nothing that staff could do
       *[other] { $reason }
    }
staff-conversations-result = Result
staff-conversations-result-none = Nothing was closed
staff-conversations-result-done =
    { $count ->
        [one] { $count } conversation closed
       *[other] { $count } conversations closed
    }
staff-conversations-result-lead = { $count } of { $all } closed. If the citizens write again, the bot answers.
staff-conversations-result-each = One by one
staff-conversations-result-left =
    { $count ->
        [one] { $count } conversation from the same address is still waiting
       *[other] { $count } conversations from the same address are still waiting
    }
staff-conversations-result-back = Back to the conversations
staff-conversations-fate =
    { $fate ->
        [closed] Closed without a message to the citizen
        [told] Closed, and the citizen was told
        [held] Not closed: a colleague holds it
        [over] Nothing was waiting here any more
        [urgent] Not closed: may be an emergency, open it and close it by itself
        [changed] Not closed: the citizen called again after you saw the list
        [gone] This conversation no longer exists
        [failed] Not closed: the database did not answer, try again
       *[other] { $fate }
    }

## One conversation: who speaks

staff-conversations-speaker-barred = blocked
staff-conversations-speaker-mine = yours since { $since }
staff-conversations-speaker-other = with { $name } since { $since }
staff-conversations-speaker-bot = the bot is answering
staff-conversations-take = Take over
staff-conversations-take-help = The bot falls silent at once, and the citizen is told that a person answers now.
staff-conversations-take-help-asking = The bot falls silent at once, and the citizen is told that a person answers now. The bot is asking { $question }.
staff-conversations-taken = This conversation is yours. The bot is silent until you hand it back.
staff-conversations-holds = { $name } has had this conversation since { $since }.
staff-conversations-holds-idle = The citizen has waited { $span } for a reply.
staff-conversations-take-from = Take it from { $name }
staff-conversations-take-from-help = { $name } can no longer reply once you have taken it. Better ask first.
staff-conversations-take-from-button = Yes, take this conversation
staff-conversations-hand-back = Hand back to the bot
staff-conversations-hand-back-help = When you hand it back, the bot tells the citizen.
staff-conversations-hand-back-help-asking = When you hand it back, the bot tells the citizen and asks again { $question }.
staff-conversations-handed-back = The bot goes on with the conversation, and the citizen was told.
staff-conversations-close-quietly = Close without a message
staff-conversations-closed-quietly = The conversation was closed without a message. If the citizen writes again, the bot answers.
staff-conversations-bar = Block this citizen
staff-conversations-bar-help = Only for abuse. Their messages are kept, but nobody answers and no reports are made of them. It can be undone.
staff-conversations-bar-reason = Reason
staff-conversations-bar-button = Block
staff-conversations-bar-no-reason = Write down the reason: your colleagues need to know why this citizen is blocked.
staff-conversations-bar-note = Blocked: { $reason }
staff-conversations-barred = This citizen is blocked. Their messages are kept, but nobody answers.
staff-conversations-is-barred = This citizen is blocked: their messages are kept, but nobody answers.
staff-conversations-lift = Unblock
staff-conversations-lifted = Unblocked. The bot answers again when this citizen writes.

## One conversation: the messages

staff-conversations-talk = Conversation
staff-conversations-log = Messages
staff-conversations-earlier-messages = Show older messages
staff-conversations-changed = Something changed in this conversation.
staff-conversations-reload = Reload
staff-conversations-no-messages = No messages yet.
staff-conversations-bot = Bot
staff-conversations-deleted = Deleted by the citizen
staff-conversations-wordless = (no words)
staff-conversations-pressed = Pressed “{ $label }”
staff-conversations-button = a button
staff-conversations-edited = Edited
staff-conversations-photo-alt =
    { $side ->
        [citizen] Photo from the citizen, { $time }
       *[us] Photo from us, { $time }
    }
staff-conversations-photo-pending = Photo is still being processed
staff-conversations-photo-refused = Photo can't be opened
staff-conversations-attachment =
    { $media ->
        [photo] Photo
        [image_file] Photo
        [voice] Voice message
        [video] Video
        [document] File
        [sticker] Sticker
       *[other] Attachment
    }
staff-conversations-download =
    { $media ->
        [photo] Download photo
        [image_file] Download photo
        [voice] Download voice message
        [video] Download video
        [document] Download file
        [sticker] Download sticker
       *[other] Download attachment
    }
staff-conversations-attachment-gone = The channel's provider can't deliver that attachment now. Ask the citizen to send it again.
staff-conversations-choose-message = Select the message of { $time }
staff-conversations-unproven = Sender not proven
staff-conversations-guess = The bot's guess:
staff-conversations-guess-unclear = unclear
staff-conversations-retried = Being tried again
staff-conversations-sending =
    { $sending ->
        [queued] Waiting to be sent
        [sent] Sent
        [delivered] Delivered
        [failed] Failed
       *[other] { $sending }
    }
staff-conversations-act =
    { $act ->
        [report] reports something
        [start_report] wants to report
        [ask_status] asks for the state
        [give_place] names a place
        [affirm] agrees
        [deny] disagrees
        [skip] skips
        [cancel] cancels
        [correct] corrects
        [thank] thanks
        [greet] greets
        [help] asks for help
        [human] asks for a person
        [rate] rates the work
        [add_information] adds something
        [emergency] emergency
        [abuse] abuse
        [other] something else
       *[unknown] { $act }
    }

## One conversation: writing

staff-conversations-typed-before = What you had written, so that it is not lost
staff-conversations-reply-label = Reply to the citizen
staff-conversations-reply-placeholder = Write a reply to the citizen
staff-conversations-reply-photo = Photo
staff-conversations-no-photos = This channel can't show photos.
staff-conversations-send = Send
staff-conversations-most = at most { $most } characters
staff-conversations-counted = { $count } of { $most } characters
staff-conversations-counted-sms = { $count } of { $most } characters · about { $messages } SMS
staff-conversations-obstacle =
    { $obstacle ->
        [blocked] This citizen has stopped our messages. You can reply once they write again.
        [erased] This citizen's data were deleted at their request. There is no address left to reply to.
        [one_way] This channel only takes reports; nobody reads a reply here.
        [switched_off] This channel is switched off. Replies wait for up to two days until it is on again.
        [empty] Write the reply first.
        [too_long] Too long for this channel: at most { $most } characters.
        [photo] This channel can't show photos. Describe it in words.
       *[other] { $obstacle }
    }
staff-conversations-pick = Canned reply…
staff-conversations-pick-about = About the report
staff-conversations-pick-use = Use
staff-conversations-pick-none = Write one first
staff-conversations-notes = Internal notes
staff-conversations-note-label = Only moderators and admins read this
staff-conversations-note-save = Save the note
staff-conversations-note-empty = Write the note first.
staff-conversations-note-saved = Note saved. The citizen does not see it.
staff-conversations-nothing-yet = Nothing yet.
staff-conversations-calls = Calls so far
staff-conversations-never-called = Nobody was called yet.
staff-conversations-call-open = { $opened }, still open
staff-conversations-call-closed = { $opened } – closed { $closed }, { $who }
staff-conversations-call-closed-because = { $opened } – closed { $closed }, { $who }: { $because }
staff-conversations-system = system

## Reports and drafts

staff-conversations-pick-one = Choose…
staff-conversations-right-area = The right area
staff-conversations-area-placeholder = Type the name of a kelurahan
staff-conversations-point = Position
staff-conversations-landmark = Landmark or address
staff-conversations-tickets = This citizen's reports
staff-conversations-no-place = Place not clear yet
staff-conversations-correct = Correct
staff-conversations-corrected = Report { $number } was corrected. The citizen is told if anything changed.
staff-conversations-unchanged = Nothing has changed.
staff-conversations-merge = Merge
staff-conversations-merge-into = Into report number
staff-conversations-merged = Report { $number } was merged. The citizen was told.
staff-conversations-draft = The bot's draft
staff-conversations-draft-empty = (nothing in it yet)
staff-conversations-draft-none = There is no draft. The bot asks { $question }.
staff-conversations-draft-unclear = not clear yet
staff-conversations-draft-options = ({ $options }?)
staff-conversations-draft-or = { $one } or { $other }
staff-conversations-draft-place = Place
staff-conversations-draft-photos = Photos
staff-conversations-draft-left = Left to staff
staff-conversations-draft-asked = Being asked
staff-conversations-draft-correct = Correct the draft
staff-conversations-draft-corrected = The draft was corrected.
staff-conversations-question =
    { $question ->
        [description] what happened
        [category] which category it is
        [place] where it is
        [photo] for a photo
        [confirm] whether the report is right
        [change] what to change
        [publish] whether the report may be shown to the public
        [cancel] whether to drop the report
        [solved] whether it is solved
        [duplicate] whether to join a report that is there
        [survey] a question of the satisfaction survey
        [withdraw] whether to withdraw the report
        [complaint_reason] what is not right yet
        [second] whether to report the second problem, too
        [forget] whether to delete their data
       *[other] { $question }
    }

## Selected messages

staff-conversations-chosen-button = Make or add to a report
staff-conversations-chosen-help = Select messages first. With none selected you get an empty report.
staff-conversations-chosen-title = Make a report
staff-conversations-chosen = Selected messages
staff-conversations-chosen-photo = (photo)
staff-conversations-chosen-none = No messages are selected.
staff-conversations-chosen-photos = Photos to include
staff-conversations-chosen-photo-alt = Photo { $index }
staff-conversations-chosen-photo-pending = Photo { $index } is still being processed
staff-conversations-new = New report on the citizen's behalf
staff-conversations-new-take-first = Take this conversation over first, so that the bot does not make the same report.
staff-conversations-new-description = Text of the report
staff-conversations-new-placeless = Without an area and a position the report goes to the list of incomplete ones.
staff-conversations-new-close-draft = Close the bot's draft; this report has all of it
staff-conversations-new-button = Make the report
staff-conversations-new-told = The citizen is told its number.
staff-conversations-new-done = Report { $number } was made. The citizen was told its number.
staff-conversations-new-expired = This form has expired. Send it once more.
staff-conversations-new-empty = Write the text of the report first.
staff-conversations-new-too-long = { $field ->
    [place] The landmark
   *[description] The report
} is too long: { $length } characters, at most { $limit }. Shorten it first; what you wrote is still here.
staff-conversations-new-outside = That place is outside this city. Check it, or choose the area.
staff-conversations-add = Add to their report
staff-conversations-add-no-ticket = This citizen has no report yet.
staff-conversations-add-no-message = Select messages in the conversation first.
staff-conversations-add-which = To which report?
staff-conversations-add-button = Add
staff-conversations-add-done = Added to report { $number }.

## What can't be done

staff-conversations-incomplete-form = This form is incomplete. Reload the page and try again.
staff-conversations-not-held = This conversation is no longer yours. Take it over first.
staff-conversations-held-by = This conversation is with { $name } now.
staff-conversations-unfilled = Fill in { $names } first: the chosen report has nothing to put there.
staff-conversations-stale = Somebody else has just changed that report. Look at it first, then send this once more.
staff-conversations-not-theirs = This conversation has no report with that number.
staff-conversations-too-late = That report was taken up or closed already, so it can't be changed like this.
staff-conversations-forbidden = Your role may not do this.
staff-conversations-no-target = That can't be done: it is there already, or that report is no longer open.
staff-conversations-refused = That can't be done now. Reload the page and try again.

## Canned replies

staff-conversations-canned = Canned replies
staff-conversations-canned-examples = Add examples
staff-conversations-canned-title = Title
staff-conversations-canned-text = Reply
staff-conversations-canned-change = Edit
staff-conversations-canned-remove = Delete this reply
staff-conversations-canned-none = No replies yet. “Add examples” gives you some to begin with.
staff-conversations-canned-add = Add a reply
staff-conversations-canned-add-button = Add
staff-conversations-canned-placeholders = Placeholders
staff-conversations-canned-placeholders-help = Write placeholders in braces; when the reply is chosen, they are filled in from the citizen's report.
staff-conversations-canned-placeholder =
    { $name ->
        [nomor] number of the report
        [status] state of the report now
        [kategori] category of the report
        [kelurahan] kelurahan where it is
        [unit] unit that handles it
        [perkiraan] estimated date of completion
        [nama_kota] name of the city
        [darurat] emergency phone number
       *[other] { $name }
    }
staff-conversations-canned-added = Reply added.
staff-conversations-canned-changed = Reply changed.
staff-conversations-canned-removed = Reply deleted.
staff-conversations-canned-examples-added =
    { $count ->
        [one] { $count } example added. Adapt it to your city's style.
       *[other] { $count } examples added. Adapt them to your city's style.
    }
staff-conversations-canned-unknown = There is no placeholder called { $names }. Use those of the list below.
staff-conversations-canned-flaw =
    { $flaw ->
        [empty] Fill in the title and the reply.
        [too_long] At most { $title } characters for the title and { $text } for the reply.
        [title_taken] There is a reply with that title already.
       *[other] { $flaw }
    }

## Keyboard shortcuts

staff-conversations-keys = Keyboard shortcuts
staff-conversations-keys-short = Shortcuts
staff-conversations-keys-close = Close
staff-conversations-keys-enter = Enter
staff-conversations-keys-ctrl-enter = Ctrl Enter
staff-conversations-key-step = To the next or previous conversation of the queue
staff-conversations-key-open = Open the chosen one
staff-conversations-key-tick = Select the chosen one, to close it with others
staff-conversations-key-search = Search the conversations
staff-conversations-key-back = Back to the queue
staff-conversations-key-take = To the button Take over; Enter presses it
staff-conversations-key-reply = Write a reply
staff-conversations-key-canned = Choose a canned reply
staff-conversations-key-send = Send the reply
staff-conversations-key-note = Write an internal note
staff-conversations-key-hand-back = To the button Hand back to the bot; Enter presses it
staff-conversations-key-help = Show this list
