"""Who is told what: followers, staff, their chats, and other programs."""
