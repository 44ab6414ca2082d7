# What the bot says, in English. Keys and arguments are those of id.ftl.

## Greeting and help

greeting =
    Hello! I am Tanggap, the citizen report assistant of { $city }. Just tell me your complaint or proposal: what happened, and where. A photo helps a lot.
    .short = Hello, this is Tanggap { $city }. Write what happened and where.
help =
    This is how it works:
    • Report: tell me what happened and where, and send a photo if you have one.
    • Follow up: send the report's number, or write “status”.
    • Cancel: write “cancel”.
    • Talk to a person: write “human”.
    An emergency? Call { $emergency }, free, day and night.
    .short = Write the problem & place. STATUS: check a report. CANCEL. HUMAN: talk to a person. Emergency: call { $emergency }.
thanks = You are welcome. Glad to help.
    .short = You are welcome.
abuse = I understand that you are upset. Tell me what is wrong and where, so that it can be dealt with. If you would rather talk to a person, write “human”.
    .short = We understand you are upset. Write the problem & place, or HUMAN to talk to a person.
human-called = All right, one of our staff will read this conversation and answer here. You can keep writing meanwhile.
    .short = All right, our staff will answer here.
human-waiting = Our staff have been told and will answer here as soon as they can. If you have something to report, just write.
    .short = Our staff have been told and will answer here.
human-called-many =
    I have noted your request for our staff. Very many conversations from the same internet network as yours are waiting right now, so staff look at them together: an answer may take long, and perhaps not everybody gets one of their own.
    A report need not wait for staff: just write what is wrong and where. An emergency? Call { $emergency }.
    .short = Noted. Very many from the same network are waiting: an answer may take long. Emergency: call { $emergency }.
human-waiting-many = Your request is still noted for our staff. Very many conversations from the same internet network are still waiting, so I can't promise when it will be answered. If you have something to report, just write; that is dealt with at once.
    .short = Still noted. Very many from the same network are waiting; you can still write a report.
human-closed = Our staff have closed your request for a person without answering each one. If you still need somebody, write “human”. You can write a report at any time.
    .short = Your request for a person was closed without an answer. Still needed? Write HUMAN.
moderator-here = From now on one of our staff answers you here in person. Just write as usual.
    .short = One of our staff answers you here now.
moderator-left = Our staff have finished helping. I, the Tanggap assistant, am back with you here.
    .short = Staff have finished. The Tanggap assistant is back.
ask-forget =
    I can delete all your data in this channel:
    • Deleted: your name and contact, all your messages and photos, and the link between you and your reports.
    • Kept: the reports themselves (the matter, the place, the follow-up), without anything personal. The city has to finish them.
    { $numbers ->
        [none] {""}
       *[other] Still open: { $numbers }. You will hear nothing more about them.
    }
    This can't be undone. Want a copy first? Write “my data”. Delete now?
    .short = Your name, contact, messages & photos are deleted; reports stay without personal data { $numbers ->
        [none] {""}
       *[other] (still open: { $numbers })
    }. This can't be undone. Delete?
forgotten = Your data have been deleted. This is our last message; after it we forget your address, too. You can write again at any time, as somebody new.
    .short = Your data have been deleted. This is our last message.
not-forgotten = All right, your data stay.
own-data =
    Here is a copy of your data (messages, reports and photos of this channel): { $download }
    The link works for one day and for one download. Don't pass it on.
    .short = Your data (1 day, one download): { $download }
own-data-by-person = Our staff will prepare a copy of your data and tell you here.
    .short = Our staff will prepare a copy of your data.
own-data-by-person-many = I have noted for our staff that you wish a copy of your data. Very many conversations from the same internet network are waiting right now, so it may take long.
    .short = Your wish for a copy of your data is noted; it may take long.
prove =
    We received an email in your name that asks for this: { $what ->
        [publish] report { $number } may be seen by the public
        [hide] report { $number } is seen by officers only
        [add] what it says is added to report { $number }
        [rate] your judgement on how report { $number } was handled is noted
        [withdraw] report { $number } is withdrawn
        [follow] you are told about report { $number }
        [data] a copy of all your data
       *[erase] all your data is deleted
    }.
    The sender of an email is easily forged, so nothing has been changed yet. Please answer this email to confirm that it is really you: just write “yes”. If it was not you, ignore it or write “no”.
    .short = Is it really you? Answer YES to { $what ->
        [publish] show report { $number }
        [hide] hide report { $number }
        [add] add to report { $number }
        [rate] judge report { $number }
        [withdraw] withdraw report { $number }
        [follow] follow report { $number }
        [data] get a copy of your data
       *[erase] delete your data
    }.
prove-first = Please answer this email to confirm that it is really you. The sender of an email is easily forged, so nothing has been changed yet.
    .short = Answer this message to confirm that it is you.
not-you = Thank you for telling us. Nothing has been changed.
emergency =
    🚨 If there is danger now, call { $emergency } first (free, day and night). They are the ones who get there fastest.
    I have passed your message on to our staff as well. Once you are safe and still want to file a report, choose “Continue the report”.
    .short = EMERGENCY: call { $emergency } now (free, 24 h). Safe and still want to report?

## Putting the report together

ask-description = Please tell me: what happened, and where?
    .short = What happened, and where?
ask-description-for-photo = I have got the photo. What happened there, and where is it?
ask-description-unclear = So that it reaches the right department, could you tell me a little more: what is broken, disturbing, or wished for?
    .short = Please explain: what is broken / disturbing / wished for?
ask-category = Which of these fits your report best?
category-name = { $category }
ask-place = Where exactly? Name the street or a landmark, and the kelurahan.
    .short = Where? Street/landmark & kelurahan.
ask-place-pin = Where exactly? Send your location, or name the street or a landmark and the kelurahan.
ask-place-again =
    I have not found the place yet. Which kelurahan is it? If you don't know, name the nearest landmark (a school, market, mosque, station). { $link ->
        [none] {""}
       *[other] Or mark it on the map: { $link }
    }
    .short =
        Not found. Which kelurahan? { $link ->
            [none] {""}
           *[other] Or map: { $link }
        }
ask-place-again-pin = I have not found the place yet. Sending your location is easiest. Or write the name of the kelurahan.
ask-place-confirm = Do you mean { $place }?
ask-place-photo = According to its own data, that photo was taken in { $place }. Is that the place?
ask-place-which = Which of these is it?
ask-place-kelurahan = { $area }, good. Which kelurahan exactly?
ask-place-street = That street is long and passes several kelurahan. Near what, or which kelurahan?
    .short = That street is long. Near what / which kelurahan?
ask-place-link = I can't open short map links. Please send your location, or write the street and kelurahan.
    .short = Can't open that link. Write street & kelurahan.
ask-place-text-or-pin = Your location and your words point to different places. Which one is right?
ask-place-outside = That place seems to be outside { $city }, so it is not ours to handle. Please turn to the local government or lapor.go.id. If I am wrong, name the kelurahan.
    .short = Seems to be outside { $city }. Turn to the local government / lapor.go.id. If wrong, name the kelurahan.
place-needed = The place is needed so that somebody can go there. A rough idea helps already. If you really don't know, write “skip” once more.
    .short = The place is needed. Don't know? Reply SKIP.
description-needed = This part can't be skipped: I need to know what happened.
ask-photo = Do you have a photo? Send it now, or skip.
ask-photo-link = Do you have a photo? Add it at { $link } or write “skip”.
    .short = Photo (if any): { $link }
ask-confirm =
    Let me sum up:
    📝 { $description }
    📍 { $place ->
        [none] no place
       *[other] { $place }
    }
    🏷️ { $sorted ->
        [no] Our staff will choose the category
       *[yes] { $kind }: { $category }
    }
    📷 { $photos ->
        [0] no photo
        [one] { $photos } photo
       *[other] { $photos } photos
    }
    { $personal ->
        [yes] No need to write your name or phone number; the staff who handle it don't see them. Is that right? Shall I send it?
       *[no] Is that right? Shall I send it?
    }
    .short = Report: { $description }.{ $place ->
        [none] {""}
       *[other] {" "}Place: { $place }.
    }{ $personal ->
        [yes] {" "}No need for name/phone.
       *[no] {""}
    } Is that right?
ask-continue = Would you like to go on with the report from before?
    .short = Go on with the report?
ask-change = Which part would you like to change?
corrected = All right, I have corrected it.
go-on = All right.
category-to-person = All right, our staff will choose the category.
cancelled = All right, this report will not be sent. Whenever you need to, just write here.
    .short = The report will not be sent.
nothing-to-cancel = There is no report being written, and none that can still be cancelled.
nothing-to-skip = There is nothing to skip. If you want to report something, just tell me what happened and where.
affirm-nothing = All right. Is there something to report? Just tell me what happened and where.

## Report sent

opened =
    Your report is sent. Its number is { $number }.
    { $sorted ->
        [no] Our staff will complete it first, then pass it on to the right unit.
       *[yes] It goes to the unit that handles { $category }.
    }
    { $estimate ->
        [none] I will tell you here about every step. Thank you for caring.
       *[other] Expected to be finished: { $estimate }. I will tell you here about every step. Thank you for caring.
    }
    .short = { $estimate ->
        [none] Report sent, no. { $number }. We will tell you about every step. Thank you.
       *[other] Report sent, no. { $number }. Expected to be finished { $estimate }. We will tell you about every step. Thank you.
    }
already-sent = This report has been sent already, as number { $number }. No need to send it again.
ask-publish = May this report be shown on the public page, without your name? If not, only staff will see it.
    .short = May it be shown publicly without your name?
made-public = All right, report { $number } may be seen by the public, without your name and contact.
kept-private = All right, report { $number } is seen by staff only.
information-added = I have added that to report { $number }.
following = All right, you will be told about report { $number }.
ask-withdraw = Withdraw report { $number } ({ $category })?
withdrawn = Report { $number } has been withdrawn.
kept = All right, report { $number } stays open.
too-late-to-withdraw = Work on report { $number } has begun, so it can't be withdrawn any more.

## Status

status =
    Report { $number } ({ $category }, { $area }), received { $date }.
    Status: { $state }, since { $changed }.
    .short = { $number } { $category }: { $state }, since { $changed }.
status-with-note =
    Report { $number } ({ $category }, { $area }), received { $date }.
    Status: { $state }, since { $changed }.
    Officer's note: “{ $note }”
    .short = { $number } { $category }: { $state }, since { $changed }. Note: { $note }
status-merged =
    Report { $number } ({ $category }, { $area }), received { $date }, was merged with another one about the same matter.
    Status of the main report: { $state }, since { $changed }.
    .short = { $number } { $category }: merged; main report { $state }, since { $changed }.
status-none = There is no report from you in this channel yet. If you have a report number, send it.
    .short = No report yet. Have a number? Send it.
number-unknown = I can't find number { $number }. Please check it, perhaps two characters were swapped.

## Progress

progress-coordinating = News of report { $number } ({ $category }): it is being coordinated with { $unit }.
progress-dispatched = News of report { $number } ({ $category }): it has been passed on to { $unit }.
progress-in_progress = News of report { $number } ({ $category }): work is under way.
progress-awaiting_validation = News of report { $number } ({ $category }): the work in the field is done, its result is being checked.
progress-follow_up_rejected = News of report { $number } ({ $category }): the result is not right yet, so it is being done again.
progress-resolved = Report { $number } ({ $category }) is resolved. ✅
    .short = Report { $number } ({ $category }) is resolved.
progress-reopened = Report { $number } ({ $category }) has been reopened.
progress-forwarded = News of report { $number } ({ $category }): it has been forwarded to { $unit }.
progress-answered = Report { $number } ({ $category }) has been answered.
progress-out_of_scope = Report { $number } ({ $category }) is not within our authority. Please turn to: { $where }
progress-merged = Report { $number } ({ $category }) was merged with report { $main } about the same matter. You will still get its news.
progress-received = Report { $number } ({ $category }) is back in the queue of { $unit }, to be passed on to the right unit.
progress-withdrawn = Report { $number } ({ $category }) was withdrawn by its reporter.
progress-unmerged = Report { $number } ({ $category }) is handled on its own again, apart from the report it was merged with.
progress-sorted = Report { $number } is now recorded as { $kind }: { $category }, with { $unit }.
progress-estimate = Expected to be finished: { $date }.
progress-estimate-moved = Now expected to be finished: { $date }.
progress-late =
    Sorry, report { $number } ({ $category }) was not finished by the date that we expected. The officer's superiors have been told.
    Now expected to be finished: { $date }.
    .short = Sorry, report { $number } is late. Now expected: { $date }.
note-of-officer = Officer's note: “{ $note }”
ask-satisfied = Is it all right now, in your view?
    .short = Is it all right now?
rated = Thank you for your feedback!
rated-already = We have your feedback on report { $number } already. Thank you!
reopened = Sorry that the result is not right yet. I have reopened report { $number }. What is still wrong?
ask-complaint-reason = What is still wrong with report { $number }?
too-late-to-reopen = Sorry that the result is not right yet. Report { $number } was closed too long ago to be reopened; tell me what is still wrong, and our staff will read it.
reason-noted = Thank you, I have noted it on report { $number }.
not-done-yet = Report { $number } is not done yet (now: { $state }). I will tell you when it is.

## Notices to staff

notice-arrived = Report { $number } ({ $category }) has come to your unit.
notice-assigned = Report { $number } ({ $category }) was given to you.
notice-rejected = The follow-up of report { $number } ({ $category }) was rejected and has to be done again.
notice-reopened = Report { $number } ({ $category }) was reopened by its reporter.
notice-awaiting_validation = The follow-up of report { $number } ({ $category }) awaits validation.
notice-overdue = Report { $number } ({ $category }) is overdue. Please see to it now.
notice-overdue-head = Report { $number } ({ $category }) of your unit is overdue, and its officer has not moved it.
notice-overdue-city = Report { $number } ({ $category }) is overdue at { $unit }, and its head has not moved it.
staff-chat-linked = Done. From now on your notices as an officer are sent to this conversation. You can stop them on the notices page of the staff console at any time.
staff-chat-over = That code is wrong, was used already, or has ended. Make a new one on the notices page of the staff console.
staff-chat-page = Open: { $page }

## Unusual messages

not-understood = Sorry, I did not get that. Want to report something? Tell me what happened and where. Want to follow up? Send the number.
    .short = Sorry, not understood. Write what happened & where, or send a report number.
not-understood-person = Sorry, I still don't get it. I have asked one of our staff to help you here.
not-understood-person-many = Sorry, I still don't get it. I have noted this conversation for our staff, but very many from the same internet network are waiting right now, so an answer may take long. Want to report something? Write what happened and where.
empty = The message is empty. Just write what you want to report.
sticker = I can't read stickers yet. 🙂 Please use words.
voice-kept = I can't listen to voice messages yet, but our staff will. Writing is faster.
video-kept = I can't look at videos yet, but our staff will. A photo is faster.
document-kept = I can't read that file, but our staff will look at it. If it is a photo, please send it as a JPG or PNG image.
attachment-kept-many = I can't look at that myself. I have noted it for our staff, but very many from the same internet network are waiting right now. It is quicker if you write what is wrong in words, or send a photo.
edit-taken = All right, I use the changed message.
edit-noted = I have noted your change for our staff. If something should be added to a report, just write it.
delete-taken = All right, I don't use the message that you deleted.
delete-noted = All right, I see that you deleted a message. Reports that were sent stay as they are.
button-expired = That button is no longer valid. Write “status” to see your reports, or tell me something new.
photo-not-an-image = That file is not a photo that I can open. Please send it again as JPG, PNG or HEIC, or write “skip”.
    .short = That file is no photo that can be opened. Send it again as JPG, or write SKIP.
photo-too-large = The photo is too large. Please send it as a smaller JPG (20 MB at most), or write “skip”.
    .short = The photo is too large (20 MB at most). Send a smaller one, or write SKIP.
photo-incomplete = Only a small part of the photo arrived. Could you send it once more? If not, write “skip”.
    .short = Only part of the photo arrived. Send it again, or write SKIP.
photo-lost = I could not download the photo. Could you send it once more?
photo-too-many = You have sent very many photos today, so I do not keep this one and those after it. Your report goes on, and tomorrow you can send photos again.
    .short = Too many photos from you today; this one and those after it are not kept. Your report goes on.
photo-too-many-at-once = Those are too many photos for one message, so I did not keep all of them. Please send the rest in your next message.
photo-no-room = I cannot store photos right now because our storage is nearly full. Your report is taken all the same; please send the photo again later.
    .short = Photos can't be stored right now. Your report is taken; send the photo again later.
go-private = I can only take reports in a private conversation, so that nobody else reads your data. Please go on here: { $link }
go-direct = Thank you. So that nobody else reads your data, please tell us by direct message here: { $link }

## Buttons

button-send = Send
button-change = Change
button-cancel = Cancel
button-skip = Skip
button-send-location = 📍 Send location
button-send-photo = 📷 Send photo
button-something-else = Neither
button-other-place = Another place
button-continue-report = Continue the report
button-change-description = Description
button-change-category = Category
button-change-place = Place
button-change-photo = Photo
button-public-yes = Yes, show it
button-public-no = No
button-satisfied = It is fixed
button-not-satisfied = Not fixed
button-withdraw = Yes, withdraw
button-keep = No
button-forget = Delete my data
button-forget-withdraw = Delete, withdraw reports
button-do-not-forget = Do not delete
button-prove-yes = Yes, it is me
button-prove-no = Not me

## Terms

kind-complaint = Complaint
kind-aspiration = Aspiration
kind-information = Request for information
state-received = Waiting
state-coordinating = Coordination
state-dispatched = Dispatched
state-in_progress = In progress
state-awaiting_validation = Awaiting validation
state-follow_up_rejected = Follow-up rejected
state-resolved = Resolved
state-reopened = Reopened
state-forwarded = Forwarded
state-answered = Answered
state-out_of_scope = Out of scope
state-merged = Merged
state-withdrawn = Withdrawn
