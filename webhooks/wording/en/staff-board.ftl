# The summary, the map and the notifications of staff, in English. An operator may edit this file.

staff-board-whole-city = Whole city
staff-board-look = View
staff-board-done = Done this week
staff-board-median = Time to resolve (median, 90 days)
staff-board-longest = Waiting longest
staff-board-none = Nothing is waiting.
staff-board-all-open = All that is open
staff-board-on-map = View on the map
staff-board-by-area = By area
staff-board-by-unit = By unit
staff-board-unit = Unit

staff-map-title = Map of open reports
staff-map-skip = Skip the map, to the list
staff-map-label = Map of open reports. The list is below.
staff-map-urgent = Most urgent
staff-map-none = No open reports here.
staff-map-as-list = All as a list
staff-map-points = { $count ->
    [one] { $count } report on the map
   *[other] { NUMBER($count, useGrouping: 0) } reports on the map
}
staff-map-unplaced = { NUMBER($count, useGrouping: 0) } without a position, only in the list
staff-map-more = only the most urgent ones; choose an area to see all
staff-map-spot = { $n } reports
staff-map-rest = and { $n } more
staff-map-failed = The map can’t be loaded. Use the list below.

staff-notices-title = Notifications
staff-notices-read-all = Mark all as read
staff-notices-unread = Unread:
staff-notices-read = Mark as read
staff-notices-read-which = : report { $number }
staff-notices-none = No notifications for you yet.
staff-notices-chat = Notifications in a chat
staff-notices-chat-code = Send this code to Tanggap, from the chat that should get notifications. Valid for { $minutes } minutes, once.
staff-notices-chat-open = Open in { $channel }
staff-notices-chat-answer = Once it is sent, the bot answers there and this page shows the linked chat.
staff-notices-chat-sent = I have sent it
staff-notices-linked = Linked through
staff-notices-linked-what = Every notification is sent there too: the report number and what is to be done, without the report itself.
staff-notices-unlink = Unlink
staff-notices-offer = Get notifications in Telegram or another channel you use as well: the report number and what is to be done, without the report itself.
staff-notices-link = Link a chat
staff-notices-unlinked = Notifications are no longer sent to the chat.
