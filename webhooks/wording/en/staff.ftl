# What all staff pages share, in English. An operator may edit this file. Names in { braces } are filled in.

staff-room = Staff room
staff-sign-out = Sign out
staff-confidential = Report and reporter data must not be passed on.
staff-bell = Notifications,
staff-bell-unread = { $count ->
    [0] nothing new
   *[other] { $count } unread
}

staff-menu = Staff menu
staff-menu-queue = Queue
staff-menu-tickets = Reports
staff-menu-conversations = Conversations
staff-menu-board = Summary
staff-menu-map = Map
staff-menu-desk = Desk
staff-menu-admin = Administration

staff-role-kelurahan = Kelurahan
staff-role-unit = Unit
staff-role-officer = Field officer
staff-role-validator = Validator
staff-role-ticket_admin = Report admin
staff-role-moderator = Moderator
staff-role-desk = Desk
staff-role-administrator = Administrator
staff-role-reporter = Reporter
staff-role-system = System

staff-optional = optional
staff-required = required
staff-unit-placeholder = Type part of the name
staff-paging = Pages
staff-next = Next
staff-late = { $days ->
    [0] late
    [one] { $days } day late
   *[other] { $days } days late
}
staff-missing-kind = kind
staff-missing-category = category
staff-missing-place = place

## What is known of a report

staff-field-number = Number
staff-field-kind = Kind
staff-field-category = Category
staff-field-state = State
staff-field-unit = Unit
staff-field-area = Area
staff-field-kelurahan = Kelurahan
staff-field-kecamatan = Kecamatan
staff-field-kota = Kota
staff-field-landmark = Landmark
staff-field-description = Description
staff-field-opened = Received
staff-field-changed = Last changed
staff-field-step-due = Step due
staff-field-due = Due
staff-field-done = Done
staff-field-late = Late
staff-field-public = Visibility
staff-field-missing = To be completed
staff-field-rating = Rating

## Forms

staff-form-note-too-long = The note is too long: { NUMBER($length, useGrouping: 0) } characters, at most { NUMBER($limit, useGrouping: 0) }. Shorten it first.
staff-form-person-unknown = Choose a person from the list.
staff-form-number-unreadable = “{ $typed }” is not a report number. Numbers look like K7M4-2XPR.
staff-form-unit-unknown = No unit is called “{ $typed }”. Choose a name from the list that appears.
staff-form-area-unknown = No area is called “{ $typed }”. Choose a name from the list that appears.
staff-form-kind-unknown = Choose a kind of report from the list.
staff-form-category-unknown = Choose a category from the list.
staff-form-point-outside = That point lies outside the city. Check the figures, or choose the area.
staff-form-point-unreadable = Write the point as two numbers, for example -6.193700, 106.773200.

## Accounts

staff-username = Username
staff-password = Password
staff-account-role = Role
staff-save = Save
staff-cancel = Cancel
