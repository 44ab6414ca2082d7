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
