# Open311 GeoReport v2: what programs show to people.
open311-which-kind = What is it? (without an answer: a complaint)
open311-may-be-shown = May this report be shown to the public?
open311-yes = Yes
open311-no = No
open311-received = The report was received as { $number }. Keep this number to see what becomes of it.
