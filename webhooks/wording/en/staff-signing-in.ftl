# Signing in and one's own account, in English. An operator may edit this file. Names in { braces } are filled in.

staff-signing-in-login = Sign in
staff-signing-in-login-title = Staff sign-in
staff-signing-in-login-failed = Username or password is wrong.
staff-signing-in-forgotten = Forgot your password? Ask an administrator for a new one.
staff-signing-in-too-many = Too many attempts. Try again in { $wait }.
staff-signing-in-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
staff-signing-in-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
staff-signing-in-signed-out = You have signed out of Tanggap
staff-signing-in-signed-out-city = You are now being signed out of your city account, too.
staff-signing-in-go-on = Go on

# The city's own sign-on

staff-signing-in-city-button = Sign in with your city account
staff-signing-in-or-password = or with a password
staff-signing-in-city-away = The city's sign-in service can't be reached at the moment.
staff-signing-in-city-failed = Signing in failed or was cancelled. Try once more.

# The second factor

staff-signing-in-code = Sign-in code
staff-signing-in-code-which = Code from your authenticator app, or a recovery code
staff-signing-in-code-failed = The code is wrong, or has been used before. Wait for the next one.
staff-signing-in-continue = Continue
staff-signing-in-code-lost = Lost your phone and no recovery codes left? Ask an administrator to reset it.
staff-signing-in-other-account = Sign in with another account
staff-signing-in-setup = Set up the sign-in code
staff-signing-in-setup-about = Besides your password you will be asked for a six-digit code from an app on your phone, so that a leaked password alone is not enough.
staff-signing-in-setup-app = Install an authenticator app on your phone, such as Aegis, Google Authenticator or Microsoft Authenticator.
staff-signing-in-setup-scan = Scan this QR code with that app.
staff-signing-in-setup-qr = QR code
staff-signing-in-setup-no-camera = Can't scan it?
staff-signing-in-setup-key = Enter this key:
staff-signing-in-setup-code = Enter the code that the app shows
staff-signing-in-setup-turn-on = Turn on
staff-signing-in-code-turned-on = The sign-in code is on.
staff-signing-in-code-turned-off = The sign-in code has been turned off.
staff-signing-in-recovery = Recovery codes
staff-signing-in-recovery-about = Keep these codes in a safe place, away from your phone. Each of them works once if the phone is lost.
staff-signing-in-recovery-once = The codes are shown only this once.
staff-signing-in-recovery-kept = I have kept them

# Changing the password

staff-signing-in-change-password = Change password
staff-signing-in-password-forced = The password that you were given is for the first sign-in only. Choose your own to continue.
staff-signing-in-password-old = Current password
staff-signing-in-password-new = New password
staff-signing-in-password-rules = At least { $shortest } characters, and no other rules. Three or four words that have nothing to do with each other are easy to remember and hard to guess.
staff-signing-in-password-again = New password once more
staff-signing-in-password-changed = Your password has been changed. Your sessions on other devices have ended.

# One's own account

staff-signing-in-account = My account
staff-signing-in-code-on = On. Recovery codes left: { $left }.
staff-signing-in-code-off = Off. With a code from your phone, a leaked password alone is not enough to sign in.
staff-signing-in-your-password = Your password
staff-signing-in-recovery-new = Make new recovery codes
staff-signing-in-recovery-replaces = The old recovery codes stop working.
staff-signing-in-recovery-make = Make
staff-signing-in-turn-off-code = Turn the sign-in code off
staff-signing-in-turn-off = Turn off
staff-signing-in-sessions = Devices that are signed in
staff-signing-in-end-others = End all others
staff-signing-in-this-browser = this device
staff-signing-in-since = Signed in { $since }
staff-signing-in-seen = last seen { $seen }
staff-signing-in-end = End
staff-signing-in-session-of = session of { $browser }
staff-signing-in-sessions-unknown = One that you don't know? End its session, then change your password.
staff-signing-in-session-ended = That session has ended.
staff-signing-in-others-ended = { $sessions ->
    [0] There is no other session.
    [one] { $sessions } other session has ended.
   *[other] { $sessions } other sessions have ended.
}
staff-signing-in-browser-on = { $browser } on { $system }
staff-signing-in-browser-unknown = Another browser

# Why something was refused

staff-signing-in-refusal-short = The new password needs at least { $shortest } characters. A few words that have nothing to do with each other are the easiest to remember.
staff-signing-in-refusal-long = The new password may have at most { $longest } characters.
staff-signing-in-refusal-common = This password is too easy to guess. Avoid names, common words and rows of keys.
staff-signing-in-refusal-same = The new password must differ from the old one.
staff-signing-in-refusal-wrong = The current password is wrong.
staff-signing-in-refusal-repeat = The two new passwords are not the same.
staff-signing-in-refusal-code = The code is wrong. Make sure that the phone sets its clock automatically, then enter the next code.
staff-signing-in-refusal-demanded = Your role must use a sign-in code.
staff-signing-in-refusal-username = A username has 2–64 small letters, digits, or . _ @ + - and begins with a letter or a digit.
staff-signing-in-refusal-taken = This username is taken.
staff-signing-in-refusal-name = Enter a name of at most 128 characters.
staff-signing-in-refusal-role = Choose one of the roles.
staff-signing-in-refusal-unit = This unit is not known. Choose one from the list.
staff-signing-in-refusal-unit_missing = This role works for a unit. Choose the unit.
staff-signing-in-refusal-heir_missing = This account still has open reports. Choose who gets them: a colleague, or the unit's queue.
staff-signing-in-refusal-heir = The reports can't be handed to that person. Choose an active colleague from their unit or from one above it.
staff-signing-in-refusal-oneself = This is your own account. Ask another administrator to do it.
staff-signing-in-refusal-last = This is the last active administrator. Appoint another one first.
staff-signing-in-refusal-unknown = You have no account here yet. Ask an administrator to add you.
staff-signing-in-refusal-inactive = Your account here has been deactivated.
staff-signing-in-refusal-other = The account here is linked to somebody else. Contact an administrator.
staff-signing-in-refusal-refused = The data from your city account are incomplete. Contact an administrator.
staff-signing-in-refusal-claims = Your city account did not say who you are. Contact an administrator.
