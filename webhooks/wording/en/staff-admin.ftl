# The administrator's pages, in English. An operator may edit this file. Names in { braces } are filled in.

# All of them

staff-admin-tab-users = Users
staff-admin-tab-units = Units
staff-admin-tab-roles = Roles
staff-admin-tab-audit = Audit trail
staff-admin-tab-letters = Held messages
staff-admin-open-tickets = { $tickets ->
    [one] { $tickets } open report
   *[other] { $tickets } open reports
}
staff-admin-search = Search
staff-admin-previous = Previous

# The list of accounts

staff-admin-users-search-for = Name, username or unit
staff-admin-users-all-roles = All roles
staff-admin-users-state = Status
staff-admin-state-aktif = Active
staff-admin-state-nonaktif = Inactive
staff-admin-state-semua = All
staff-admin-users-never-in = never signed in
staff-admin-users-none = No user matches.

# A new account, and its first password

staff-admin-new-user = Add user
staff-admin-new-user-example = for example lurah.kebonjeruk
staff-admin-new-user-password = A first password is made for you and shown once, on the next page.
staff-admin-new-user-make = Create account
staff-admin-form-name = Full name
staff-admin-form-choose-role = Choose a role
staff-admin-form-unit-needed = required for { $roles }
staff-admin-first-password = First password
staff-admin-first-password-of = First password of { $name }
staff-admin-first-password-made = The account has been created.
staff-admin-first-password-reset = The password has been reset, and all its sessions have ended.
staff-admin-first-password-hand-over = Hand it over in person.
staff-admin-first-password-once = This password is shown only once, and has to be changed at the first sign-in.
staff-admin-first-password-noted = I have noted it

# One account

staff-admin-user-heir = Their reports go to
staff-admin-user-choose-heir = Choose who gets them
staff-admin-user-heir-queue = The queue of each report's unit
staff-admin-user-to-be-given = To be handed to somebody else
staff-admin-user-handling = In hand
staff-admin-user-has = { $tickets ->
    [one] { $tickets } open report:
   *[other] { $tickets } open reports:
}
staff-admin-user-still-has = { $tickets ->
    [one] { $tickets } open report is still assigned to this account:
   *[other] { $tickets } open reports are still assigned to this account:
}
staff-admin-user-give-tickets = { $tickets ->
    [one] Hand over { $tickets } report
   *[other] Hand over { $tickets } reports
}
staff-admin-user-conversations = { $conversations ->
    [one] This account holds { $conversations } conversation.
   *[other] This account holds { $conversations } conversations.
}
staff-admin-user-made = Created
staff-admin-user-sessions = Sessions
staff-admin-user-sessions-active = { $sessions } active, last seen { $last }
staff-admin-user-sessions-none = Not signed in
staff-admin-user-code = Sign-in code
staff-admin-user-code-on = On
staff-admin-user-code-lacking = Required, not set up yet
staff-admin-user-code-off = Not set up
staff-admin-user-password-first = Still the first one
staff-admin-user-password-own = Their own
staff-admin-user-city = City account
staff-admin-user-city-linked = Linked
staff-admin-user-data = Account details
staff-admin-user-steps = Actions
staff-admin-user-oneself = This is your own account: password, sign-in code and sessions are managed in My account. Only another administrator can change your role.
staff-admin-user-reset = Reset
staff-admin-user-reset-password = Reset password
staff-admin-user-reset-password-about = A new password is made and shown once. All their sessions end.
staff-admin-user-reset-code = Reset sign-in code
staff-admin-user-reset-code-about = For somebody who has lost both phone and recovery codes. First make sure that it is really them who asks.
staff-admin-user-end = End
staff-admin-user-end-sessions = End all sessions
staff-admin-user-end-sessions-about = They will have to sign in again on every device.
staff-admin-user-close = Deactivate account
staff-admin-user-close-about = { $tickets ->
    [0] They can't sign in any more. Their history is kept, and the account can be activated again.
    [one] They can't sign in any more. Their history is kept, and the account can be activated again. They still have { $tickets } open report; whoever gets it is told at once.
   *[other] They can't sign in any more. Their history is kept, and the account can be activated again. They still have { $tickets } open reports; whoever gets them is told at once.
}
staff-admin-user-close-button = Deactivate
staff-admin-user-activate = Activate again
staff-admin-user-activate-about = They can sign in again with their old password.
staff-admin-user-activate-button = Activate
staff-admin-user-audit-by = What this account did
staff-admin-user-audit-about = What happened to this account
staff-admin-user-changed = The changes have been saved.
staff-admin-user-activated = The account is active again.
staff-admin-user-deactivated = { $tickets ->
    [0] The account has been deactivated and all its sessions have ended.
    [one] The account has been deactivated and all its sessions have ended. { $tickets } report has been handed over.
   *[other] The account has been deactivated and all its sessions have ended. { $tickets } reports have been handed over.
}
staff-admin-user-tickets-given = { $tickets ->
    [one] { $tickets } report has been handed over.
   *[other] { $tickets } reports have been handed over.
}
staff-admin-user-code-reset = The sign-in code has been reset.
staff-admin-user-sessions-ended = All their sessions have ended.

# Units

staff-admin-units-about = Units are set up in config.yml. The figures: active staff and open reports, those of units below included.
staff-admin-units-move = Move
staff-admin-units-reports-of = reports of { $name }
staff-admin-units-target = To the queue of
staff-admin-units-move-about = Their status stays, and citizens are not notified. The unit that gets them is.
staff-admin-units-move-tickets = { $tickets ->
    [one] Move { $tickets } report
   *[other] Move { $tickets } reports
}
staff-admin-units-left-behind = Reports left behind
staff-admin-units-gone = this unit is no longer in config.yml; for now they show in the queue of { $successor }
staff-admin-units-leaver = the account is inactive; for now the news goes to those above
staff-admin-units-give-on = Hand over
staff-admin-units-lacking = { $units ->
    [one] { $units } unit has open reports but no staff yet
   *[other] { $units } units have open reports but no staff yet
}
staff-admin-units-lacking-more = { $units ->
    [one] and { $units } more unit.
   *[other] and { $units } more units.
}
staff-admin-units-covered-by = for now only { $name } sees them
staff-admin-units-uncovered = no unit above has any staff
staff-admin-units-reports = Reports
staff-admin-units-nobody = no staff
staff-admin-units-people = { $people } staff
staff-admin-units-tickets = { $tickets ->
    [one] { $tickets } report
   *[other] { $tickets } reports
}
staff-admin-units-choose-target = Choose the unit from the list that appears.
staff-admin-units-not-moved = The reports are with that unit already, or somebody has just changed them. Choose another unit.
staff-admin-units-moved = { $tickets ->
    [one] { $tickets } report has been moved to { $target }, which has been notified.
   *[other] { $tickets } reports have been moved to { $target }, which has been notified.
}
staff-admin-units-moved-in-part = { $tickets ->
    [one] { $tickets } report has been moved to { $target }, which has been notified. Some are left: do it once more.
   *[other] { $tickets } reports have been moved to { $target }, which has been notified. Some are left: do it once more.
}

# Roles

staff-admin-roles-about = Taken straight from the tables that decide rights and steps. Kelurahan, units and field officers act only on reports of their own unit and of the units below it.
staff-admin-roles-one-unit = Works for one unit
staff-admin-roles-whole-city = Works for the whole city
staff-admin-roles-code-demanded = must use a sign-in code
staff-admin-roles-nothing = Sees no reports in the staff room.
staff-admin-roles-steps-complaint = Steps for complaints
staff-admin-roles-steps-aspiration = Steps for aspirations and questions
staff-admin-permission-see_tickets = See the list of reports and what is in them
staff-admin-permission-see_private_photos = See the reporter's photos of private reports
staff-admin-permission-see_hours = See the hour of what happened, not only the date
staff-admin-permission-write_notes = Write internal notes
staff-admin-permission-export_tickets = Download the list of reports
staff-admin-permission-enter_reports = Enter reports of visitors, letters and calls
staff-admin-permission-see_escalations = See conversations that wait for a moderator
staff-admin-permission-moderate = Read and take over conversations, with channel and display name
staff-admin-permission-manage_staff = Manage users, see units and roles
staff-admin-permission-see_audit = See the audit trail
staff-admin-permission-manage_dead_letters = Deal with messages that could not be read

# The audit

staff-admin-audit-download = Download CSV
staff-admin-audit-file = audit-trail
staff-admin-audit-subject = Report number or subject
staff-admin-audit-by = By (username)
staff-admin-audit-action = Action
staff-admin-audit-all-actions = All actions
staff-admin-audit-filter = Filter
staff-admin-audit-newest = Newest
staff-admin-audit-older = Older
staff-admin-audit-none = No entry matches.
staff-admin-audit-token = token { $token }
staff-admin-audit-system = system
staff-admin-audit-column-at = time
staff-admin-audit-column-action = action
staff-admin-audit-column-subject = subject
staff-admin-audit-column-who = by
staff-admin-audit-column-token = token
staff-admin-audit-column-detail = details
staff-admin-audit-page-api = API
staff-admin-audit-page-board = summary
staff-admin-audit-page-csv = CSV file
staff-admin-audit-page-list = list
staff-admin-audit-page-map = map
staff-admin-audit-page-points = points on the map
staff-admin-detail-after = after
staff-admin-detail-asked = asked by
staff-admin-detail-by = by way of
staff-admin-detail-came = came by
staff-admin-detail-count = count
staff-admin-detail-filters = filters
staff-admin-detail-found = found
staff-admin-detail-instead_of = instead of
staff-admin-detail-media = attachment
staff-admin-detail-message = message
staff-admin-detail-messages = messages
staff-admin-detail-page = page
staff-admin-detail-photo = photo
staff-admin-detail-reason = reason
staff-admin-detail-role = role
staff-admin-detail-root = key
staff-admin-detail-rows = rows
staff-admin-detail-scopes = scopes
staff-admin-detail-sessions = sessions
staff-admin-detail-tickets = reports
staff-admin-detail-to = to
staff-admin-detail-token_id = token
staff-admin-detail-told = citizen told
staff-admin-detail-unit = unit
staff-admin-detail-words = words sought
staff-admin-action-ticket-seen = Saw a report
staff-admin-action-ticket-moved = Changed a report's status
staff-admin-action-ticket-noted = Wrote an internal note
staff-admin-action-photo-seen = Saw a photo
staff-admin-action-tickets-listed = Opened the list of reports
staff-admin-action-tickets-searched = Searched reports
staff-admin-action-tickets-exported = Downloaded the list of reports
staff-admin-action-report-entered = Entered a report at the desk
staff-admin-action-conversation-seen = Opened a conversation
staff-admin-action-conversation-searched = Searched conversations
staff-admin-action-conversations-listed = Opened the queue of conversations
staff-admin-action-conversation-taken = Took over a conversation
staff-admin-action-conversation-answered = Answered in a conversation
staff-admin-action-conversation-handed_back = Handed a conversation back to the bot
staff-admin-action-conversation-closed = Closed a conversation
staff-admin-action-conversation-case_seen = Opened the conversations of one address
staff-admin-action-conversation-draft_corrected = Corrected the report in a conversation
staff-admin-action-conversation-barred = Closed a conversation for abuse
staff-admin-action-conversation-unbarred = Reopened a conversation
staff-admin-action-attachment-seen = Opened an attachment
staff-admin-action-canned_reply-added = Added a canned reply
staff-admin-action-canned_reply-changed = Changed a canned reply
staff-admin-action-canned_reply-removed = Removed a canned reply
staff-admin-action-privacy-exported = Exported a citizen's data
staff-admin-action-privacy-erased = Erased a citizen's data
staff-admin-action-privacy-cut = Cut a report off from its reporter
staff-admin-action-staff-login = Signed in
staff-admin-action-staff-login_failed = Failed to sign in
staff-admin-action-staff-code_failed = Wrong sign-in code
staff-admin-action-staff-created = Created an account
staff-admin-action-staff-changed = Changed an account
staff-admin-action-staff-deactivated = Deactivated an account
staff-admin-action-staff-tickets_given = Handed over somebody's reports
staff-admin-action-unit-tickets_given = Moved a unit's reports
staff-admin-action-staff-activated = Activated an account
staff-admin-action-staff-password_reset = Reset a password
staff-admin-action-staff-password_changed = Changed their own password
staff-admin-action-staff-second_factor_on = Set up the sign-in code
staff-admin-action-staff-second_factor_off = Turned the sign-in code off
staff-admin-action-staff-recovery_codes_made = Made recovery codes
staff-admin-action-staff-recovery_code_used = Signed in with a recovery code
staff-admin-action-staff-sessions_ended = Ended sessions
staff-admin-action-staff-chat_invited = Asked for notifications by chat
staff-admin-action-staff-chat_unlinked = Unlinked the chat for notifications
staff-admin-action-staff-linked = Linked the city account
staff-admin-action-audit-exported = Downloaded the audit trail
staff-admin-action-dead_letter-seen = Saw a held message
staff-admin-action-dead_letter-retried = Read a held message again
staff-admin-action-dead_letter-settled = Took a held message off the list
staff-admin-action-token-made = Made an API token
staff-admin-action-token-revoked = Revoked an API token
staff-admin-action-subscription-made = Made a webhook subscription
staff-admin-action-subscription-ended = Ended a webhook subscription
staff-admin-action-key-rotated = Changed the encryption key
staff-admin-action-key-dropped = Dropped an old key
staff-admin-action-key-adopted = Took another key, because the old one was lost

# What no channel could parse

staff-admin-letters-about = What came in and could not be read or accepted. Nothing is lost: once mended it can be tried again, and what was accepted before does not become two.
staff-admin-letters-oldest = Oldest
staff-admin-letters-later = Newer
staff-admin-letters-none = No message is held.
staff-admin-letter-title = Delivery { $number } from { $account }
staff-admin-letter-received = Received
staff-admin-letter-size = Size
staff-admin-letter-bytes = { $size } bytes
staff-admin-letter-reason = Reason
staff-admin-letter-retry = Read again
staff-admin-letter-settle = Dealt with
staff-admin-letter-content = Content
staff-admin-letter-personal = It may hold personal data. That you have seen it is written down.
staff-admin-letter-cut = Cut short. All of it: tanggap dead-letters show { $number }
staff-admin-letter-still-unreadable = Still can't be read: { $problem }
staff-admin-letter-channel-failed = Still can't be read: an error inside the channel. See the log.
staff-admin-letter-read = { $messages ->
    [one] It could be read; { $messages } message was accepted.
   *[other] It could be read; { $messages } messages were accepted.
}
staff-admin-letter-settled = It has been taken off the list.
