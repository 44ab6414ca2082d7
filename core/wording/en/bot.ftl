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
        [survey] your answers to the survey
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
        [survey] answer the survey
       *[erase] delete your data
    }.
prove-first = Please answer this email to confirm that it is really you. The sender of an email is easily forged, so nothing has been changed yet.
    .short = Answer this message to confirm that it is you.
not-you = Thank you for telling us. Nothing has been changed.
## Putting the report together

ask-description = Please tell me: what happened, and where?
    .again = Just use your own words: what is the problem, and where is it?
    .more = I am ready to write it down. What is broken, in the way, or wished for, and where?
    .short = What happened, and where?
    .short-again = Write the problem & the place.
    .short-more = What is wrong, and where?
ask-description-for-photo = I have your photo. What happened there, and where is it?
    .again = Your photo is safe with me. Tell me a little: what is the problem, and where?
    .more = Only the words are missing: what happened in that photo, and where?
ask-description-unclear = So that it reaches the right office, could you explain a little more: what is broken, in the way, or wished for?
    .again = One more sentence, please: which thing is it, and why is it a problem?
    .more = For example “the street lamp is out” or “the rubbish is still there”. What is it with you?
    .short = Please explain: what is broken / in the way / wished for?
    .short-again = Which thing, and what is wrong with it?
    .short-more = E.g. street lamp out. And yours?
ask-category = What is this report mostly about?
    .again = Which one comes closest? If in doubt, choose “neither”; staff will decide.
    .more = Pick one of these, or write “up to you”.
category-name = { $category }
ask-place = Where exactly is it? Name the street or a landmark, and the kelurahan.
    .again = I still need the place: which street or landmark, in which kelurahan?
    .more = I do not know the place yet. The kelurahan alone will do.
    .short = Where? Street/landmark & kelurahan.
    .short-again = Which place? Street/landmark & kelurahan.
    .short-more = Which kelurahan?
ask-place-pin = Where exactly is it? Send your location, or write the street or landmark and the kelurahan.
    .again = I still need the place. Sending the location is easiest; street and kelurahan will do as well.
    .more = Only the place is missing: send the location, or just write the kelurahan.
ask-place-again =
    I have not found the place. Which kelurahan is it? If you do not know, name a landmark close by (school, market, mosque, station). { $link ->
        [none] {""}
       *[other] Or mark it on the map: { $link }
    }
    .again = If you do not know the kelurahan, never mind: which school, market, mosque or station is close by?
    .more = Name one thing you know: the kecamatan, a market, or the nearest main road.
    .short =
        Not found. Which kelurahan? { $link ->
            [none] {""}
           *[other] Or map: { $link }
        }
    .short-again = Near which school/market/mosque/station?
    .short-more = Kecamatan or nearest main road?
ask-place-again-pin = I have not found the place. The easiest is to send the location. Or write the name of the kelurahan.
    .again = If you do not know the kelurahan, just send the location, or name a landmark: school, market, mosque, station.
    .more = One landmark will do: a market, a school, or the nearest main road.
ask-place-confirm = Do you mean { $place }?
    .again = My guess is { $place }. Is that right?
    .more = So is it { $place }, or another place?
ask-place-photo = The photo says that it was taken in { $place }. Is that the place?
    .again = The photo seems to be from { $place }. Is the problem there?
    .more = Is it { $place }, as the photo says, or another place?
ask-place-which = Which place is it?
    .again = Several places bear that name. Which one?
    .more = Pick one of these places, or name the kelurahan.
ask-place-kelurahan = { $area }, all right. Which kelurahan exactly?
    .again = There are several kelurahan in { $area }. Which one?
    .more = Only the kelurahan in { $area } is missing. If you do not know, name a landmark close by.
ask-place-street = That street is long and passes several kelurahan. Near what, or in which kelurahan?
    .again = Which part of that street? Name a landmark close by, or the kelurahan.
    .more = I have the street. Which kelurahan, or near which building?
    .short = A long street. Near what / which kelurahan?
    .short-again = Which part? Landmark / kelurahan.
    .short-more = Which kelurahan, or near what?
ask-place-link = I cannot open that short map link. Please send the location, or write the street and the kelurahan.
    .again = I cannot read a place from that link. Send the location, or write street and kelurahan, please.
    .more = I keep the link for the staff. Which kelurahan is it?
    .short = Cannot open that link. Write street & kelurahan.
    .short-again = Write street & kelurahan.
    .short-more = Which kelurahan?
ask-place-text-or-pin = Your location and your words point to different places. Which one is right?
    .again = Your words and the location do not agree. Which one shall I use?
    .more = Pick one: what you wrote, or the location that you sent.
ask-place-outside = That place seems to lie outside { $city }, where we are not in charge. Please turn to the local government or lapor.go.id. If I am wrong, name the kelurahan.
    .again = It still looks like a place outside { $city }. If it is inside, which kelurahan?
    .more = For places outside { $city }, lapor.go.id can help. If it is in { $city }, name the kelurahan.
    .short = Seems outside { $city }. Local government / lapor.go.id. If wrong, name the kelurahan.
    .short-again = Still outside { $city }. If wrong, which kelurahan?
    .short-more = Outside { $city }: lapor.go.id. If inside, which kelurahan?
description-needed = I need to know what happened first, so that I can pass it on.
ask-photo = Do you have a photo? Send it now, or skip this.
    .again = If there is a photo, just send it; if not, write “go on”.
    .more = It works without a photo, too: write “skip”.
ask-photo-link = Do you have a photo? Add it at { $link } or write “skip”.
    .again = Photos go to { $link }. None? Write “skip”.
    .more = Without a photo write “skip”; with one: { $link }
    .short = Photo (if any): { $link }
    .short-again = Photo: { $link }, or SKIP.
    .short-more = SKIP, or photo: { $link }
ask-confirm =
    Let me sum up:
    📝 { $description }
    📍 { $place ->
        [none] no place
       *[other] { $place }
    }
    🏷️ { $sorted ->
        [no] Staff will choose the category
       *[yes] { $kind }: { $category }
    }{ $photos ->
        [0] {""}
        [1] , 1 photo
       *[other] , { $photos } photos
    }
    { $personal ->
        [yes] Names and phone numbers are not needed; those who handle it do not see them. Is it right?
       *[no] Is it right? Shall I send it?
    }
    .again = { $kind }: { $category }, at { $place }. Shall I send it now?
    .more = Ready to go: { $category }, { $place }. Agreed, or is there something to change?
    .short = Report: { $description }.{ $place ->
        [none] {""}
       *[other] {" "}Place: { $place }.
    }{ $personal ->
        [yes] {" "}No names/numbers needed.
       *[no] {""}
    } Right?
    .short-again = { $category }, { $place }. Send?
    .short-more = Ready: { $category }, { $place }. Yes/change?
ask-change = Which part would you like to change?
    .again = Which one is wrong: the text, the category, the place, or the photo?
    .more = Name the part, or simply write what is right.
category-to-person = All right, our staff will choose the category.
cancelled = All right, this report will not be sent. Whenever you need to, just write here.
    .short = The report will not be sent.
nothing-to-cancel = There is no report being written, and none that can still be cancelled.
nothing-to-skip = There is nothing to skip. If you want to report something, just tell me what happened and where.
affirm-nothing = All right. Is there something to report? Just tell me what happened and where.

## Report sent

opened =
    Your report is sent. Its number is { $number }. { $sorted ->
        [no] Our staff will complete it, then pass it on to the right office.
       *[yes] { $kind }: { $category }{ $place ->
            [none] {""}
           *[other] , { $place }
        }. { $unit ->
            [none] {""}
           *[other] It goes to { $unit }.
        }
    }{ $estimate ->
        [none] {""}
       *[other] {" "}Expected to be finished: { $estimate }.
    }
    { $photo ->
        [yes] Do you have a photo? Just send it here.{" "}
       *[no] {""}
    }{ $public ->
        [yes] May it be shown on the public page, without your name?
        [later] {""}
       *[no] I will tell you here how it goes on.
    }
    .short = Report sent, no. { $number }{ $sorted ->
        [no] {""}
       *[yes] : { $category }
    }.{ $estimate ->
        [none] {""}
       *[other] {" "}Expected by { $estimate }.
    }{ $public ->
        [yes] {" "}May it be public, without your name?
       *[no] {""}
    }
already-sent = This report has been sent already, as number { $number }. No need to send it again.
ask-publish = May this report be shown on the public page, without your name? If not, only staff see it.
    .again = About the public page (without your name): yes or no?
    .more = May other citizens see the report, without a name? No answer means no.
    .short = May it be shown to the public without your name?
    .short-again = Public without a name: yes/no?
    .short-more = May others see it, without a name?
made-public = All right, report { $number } may be seen by the public, without your name and contact.
kept-private = All right, report { $number } is seen by staff only.
information-added = I have added that to report { $number }.
following = All right, you will be told about report { $number }.
ask-withdraw = Withdraw report { $number } ({ $category })?
    .again = Do you want report { $number } withdrawn?
    .more = Report { $number }: withdraw it, or let it go on?
withdrawn = Report { $number } has been withdrawn.
kept = All right, report { $number } stays open.
too-late-to-withdraw = Work on report { $number } has begun, so it can't be withdrawn any more.

## Status

status =
    Report { $number } ({ $category }, { $area }), received { $date }.
    Status: { $stage }, since { $changed }.
    .short = { $number } { $category }: { $stage }, since { $changed }.
status-with-note =
    Report { $number } ({ $category }, { $area }), received { $date }.
    Status: { $stage }, since { $changed }.
    Officer's note: “{ $note }”
    .short = { $number } { $category }: { $stage }, since { $changed }. Note: { $note }
status-merged =
    Report { $number } ({ $category }, { $area }), received { $date }, was merged with another one about the same matter.
    Status of the main report: { $stage }, since { $changed }.
    .short = { $number } { $category }: merged; main report { $stage }, since { $changed }.
status-none = There is no report from you in this channel yet. If you have a report number, send it.
    .short = No report yet. Have a number? Send it.
number-unknown = I can't find number { $number }. Please check it, perhaps two characters were swapped.

## Progress

progress-coordinating = News of report { $number } ({ $category }): we are talking to { $unit } about it, so that the right people see to it.
progress-dispatched = News of report { $number } ({ $category }): it has been passed on to { $unit }.
progress-in_progress = News of report { $number } ({ $category }): { $unit } is working on it.
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
ask-satisfied = Is it solved, in your view?
    .again = How did it turn out: solved, or not yet?
    .more = Is it as it should be? Stars from 1 to 5 will do as well.
    .short = Solved?
    .short-again = Result: solved/not yet?
    .short-more = Solved? Or stars 1-5.
rated = Thank you for your feedback!
rated-already = We have your feedback on report { $number } already. Thank you!
reopened = Sorry that the result is not right yet. I have reopened report { $number }. What is still wrong?
ask-complaint-reason = What is not solved yet in report { $number }?
    .again = Please tell me what is still wrong with report { $number }.
    .more = Which part of report { $number } is not right yet?
too-late-to-reopen = Sorry that the result is not right yet. Report { $number } was closed too long ago to be reopened; tell me what is still wrong, and our staff will read it.
reason-noted = Thank you, I have noted it on report { $number }.
not-done-yet = Report { $number } is not done yet (now: { $stage }). I will tell you when it is.

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

not-understood = Sorry, I did not understand. Do you want to report something? Tell me what happened and where. To check a report, send its number.
    .again = Please try other words: what is the problem, and where? To talk to a person, write “agent”.
    .more = I do not get it yet. A new report, the state of one, or a person to talk to?
    .short = Sorry, not understood. Write what happened & where, or send a report number.
    .short-again = Other words, please: what & where? Or write AGENT.
    .short-more = Not clear yet. Report, STATUS, or AGENT?
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

## The conversation

danger =
    🚨 { $danger ->
        [self_harm] Thank you for telling me. You are not alone, and there is help. Call now:
        [violence] Your safety comes first. If you can, get to a safe place, then call:
        [fire] Keep away from fire and smoke. Call now:
        [gas] No flames and no switches; get out first. Call now:
        [electric] Do not touch the person or the cable. Call now:
        [water] Get to a high place, do not fight the current. Call now:
        [animal] Keep away, do not catch it yourself. Call now:
       *[other] If there is danger now, call first:
    } { $emergency } (free, 24 hours){ $helpline ->
        [none] {""}
       *[other] {" "}or { $helpline }
    }. I have called our staff to read this, too. Tell me when you are safe.
    .short = EMERGENCY: call { $emergency } now (free, 24 h){ $helpline ->
        [none] {""}
       *[other] {" "}or { $helpline }
    }. Our staff were called. Safe? Reply SAFE.
danger-listening = I am still here, and our staff read this. The fastest help is { $emergency }{ $helpline ->
        [none] {""}
       *[other] {" "}or { $helpline }
    }. If you are safe, or this is an ordinary report, write “safe”.
    .again = I pass your words on to our staff. Please call { $emergency } if you have not; help comes fastest from there. Safe? Write “safe”.
    .more = Stay calm, safety first. { $emergency } answers day and night. When things are all right, write “safe”.
    .short = Staff read this. Fastest: call { $emergency }. Safe? Reply SAFE.
    .short-again = Passed on to staff. Call { $emergency }. Safe? Reply SAFE.
    .short-more = Safety first, call { $emergency }. Safe? Reply SAFE.
danger-over = I am glad. If there is something to report to the city, just tell me here.
danger-over-draft = I am glad. Your report from before is still here; go on whenever you are ready.
ask-drop = Shall I drop the report, or go on with it?
    .again = Drop it, or go on?
    .more = To drop it write “cancel”; otherwise write “go on”.
changed-place = I changed the place to { $place }.
changed-category = I changed it to { $kind }: { $category }.
changed-description = I changed the text of the report.
changed-photos = It has { $photos } photo(s) now.
changed-ticket = Report { $number } has it now.
changed-nothing = I changed nothing in report { $number }. What should it be?
changed-nothing-draft = All right, I changed nothing.
photo-taken = I have your photo.
photo-added = Thank you, I added the photo to report { $number }.
photo-awaited = Please send the photo, I am waiting. If not, write “go on”.
photo-not-needed = It is fine without a photo.
photo-later = All right, the photo can follow at any time.
pin-taken = I use the location you sent.
category-both = All right, I noted both; staff will see who handles it.
waiting-for-yes = All right, I will wait. When you are ready, write “send”.
kept-draft = All right, the report stays.
restored = All right, I took the report up again.
still-open = The report from before is not finished; let us finish it first.
reason-none = All right. Report { $number } stays open.
reopened-noted = I am sorry that it is not right yet. I reopened report { $number } and added what you told me.
too-late-to-reopen-noted = I am sorry that it is not right. Report { $number } was finished too long ago to be reopened; staff will read what you told.
not-this-answer = Sorry, I did not get that.
file-kept = I keep the file that you attached for our staff to see.
button-safe = I am safe
button-undo = Undo
button-drop = Yes, drop it
button-keep-draft = Go on

## Answers to questions about the service

fact-unknown = I cannot answer that; write “agent” if you want to ask a person.
fact-who_sees_my_name = Those who handle it do not see your name or number, and the public even less. Only the moderator of this chat sees your display name.
fact-who_reads_this = I am an automatic assistant and read it first. The report goes to the kelurahan or office in charge, and their staff handle it.
fact-how_long = Usually within a few working days, depending on the matter. Once the report is sent I tell you the expected date, and every step after it.
fact-cost = It is free. Nobody may charge you for a report or the work; if someone asks for money, report it here.
fact-robot = I am an automatic assistant, not a person. To talk to a person, write “agent”.
fact-why_photo = A photo helps the crew to find and judge the problem, but it is not required.
fact-why_place = The place decides which kelurahan or office comes. A guess or a landmark is enough.
fact-send_place = Tap the attachment button (📎 or +) of your app, choose Location, and send. Writing the street and kelurahan will do as well.
fact-send_photo = Just send the photo in this chat, more than one if you like, now or later.
fact-what_is_kelurahan = A kelurahan is the smallest district of the city, such as Kelurahan Gambir; it stands on signs and identity cards. If you do not know it, name a landmark.
fact-office_hours = I take reports day and night, every day. Staff handle them in working hours, except for emergencies.
fact-emergency_numbers = Emergencies: { $emergency }, free, 24 hours (fire, ambulance, police).
fact-what_to_report = Whatever the city takes care of: roads, rubbish, floods, lamps, trees, illegal parking, public services, and wishes. Just tell me.
fact-jaki = JAKI is an app to install; here you simply write in a chat. The same staff handle the report.
fact-how_to_follow = I tell you every step in this chat. At any time you can write “status” or send the report's number.
fact-withdraw_consent = At any time: write “do not show” with the report's number, and it leaves the public page.
fact-change_later = You can. Just write what is wrong or missing, now or after the report was sent.
fact-who_are_you = Tanggap is the citizens' report service of { $city }: you write, the city acts, and the news comes back here.
fact-languages = Everyday Indonesian or English, as you like.
solved-awaited = No hurry. When you have seen it, write “solved” or “not yet”.
