"""Every number that decides how a place is understood, with its reason: the one place to measure and change them.

A chance is how often a sign that says "this kelurahan" is right when it stands alone. What strengthens a chance says
how much doubt it leaves (0.3: of the doubt there was, three tenths stay); what weakens one says which share of the
chance it leaves. They were chosen by judgement and checked with `python -m benchmarks.location`.
"""

# --- how well a written name fits a name of the list; points, compared with the letters of the names -------------

MISSPELT_PENALTY = 4.0
"""For each word read with a letter wrong: worth more than the letters that a misreading could win."""
CUT_OFF_PENALTY = 3.0
"""For each word that only seems to be an abbreviation."""
REORDERED_PENALTY = 3.0
"""For words in another order."""
ABBREVIATED_PENALTY = 0.5
"""For each abbreviation of the list: hardly a doubt, but the word written out is the better reading."""

# --- the chance that a name means the area that bears it ------------------------------------------------------

NAME_OF_SEVERAL_WORDS = 0.88
"""Hardly anything else is called by the same two words."""
NAME_OF_ONE_WORD = 0.86
"""Some such names are streets, shops and people, too."""
NAME_MISSPELT_LONG = 0.82
"""Several words of together this many letters that are all but one right are no coincidence."""
LONG_NAME_LETTERS = 9
NAME_CUT_OFF = 0.7
"""A word that seems to be an abbreviation may as well be another word."""
NAME_REORDERED = 0.6
"""In another order the words are often just words that stand together."""
NAME_DOUBTFUL = 0.55
"""A short word with a letter wrong, or a single abbreviated word: about as often something else."""
PASSING_SHARE = 0.5
"""After a street, a river or "towards", a name says where something leads, not where it is."""
NAMESAKE_SHARE = 0.6
"""Before "Raya", "Indah" or a number, a name is that of a street or an estate, which mostly lies near."""
DOUBT_AFTER_MARKER = 0.3
"""A marker ("Kel.") says that an area is meant."""
DOUBT_AFTER_ANSWER = 0.5
"""A message of nothing but names answers a question about places."""

# --- the chance that a kelurahan is meant by a name that means others, too ---------------------------------------

SHARED_WITH_KECAMATAN_SHARE = 0.5
"""The name may as well be the kecamatan's."""
BEGINNING_OF_OTHERS_SHARE = 0.75
"""Whoever says "X" mostly means X, and sometimes "X Utara"."""
LONGER_NAME_SHARE = 0.3
"""For "X Utara" where X itself is a kelurahan."""
LONGER_NAME_ALONE_SHARE = 0.9
"""For "X Utara" where no kelurahan is called X: one that begins so is nearly always meant."""

# --- streets, landmarks, postal codes ------------------------------------------------------------------------

STREET_MARKED = 0.4
"""With a word for street before it. A list never has all streets of one name, so this alone must not commit."""
STREET = 0.25
"""Without one, the words may be no street at all."""
WHOLE_LANDMARK = 0.8
"""The least for a landmark called by its whole name: it has few namesakes, and is mostly said for its place."""
LANDMARK_BEARERS = 3
"""So many names of the list must share a run of words before it counts by itself: two may be chance."""
LANDMARK_AGREEING = 0.8
"""So many of the bearers must lie in one kelurahan: a list has a few mistakes, and estates cross borders."""
LANDMARK_MOST_KELURAHAN = 4
"""A whole name that occurs in more kelurahan does not narrow the place down enough to be asked about."""
EVERYWHERE = 8
"""A word that occurs in the names of so many kelurahan does not tell them apart."""
POSTAL_CODE_MARKED = 0.9
"""Postal codes are right where people know them; with the word before it, it is one."""
POSTAL_CODE = 0.75
"""Five figures alone may be a price or a meter reading that happens to be a code of the city."""

# --- a named kecamatan or kota, and what lies in it -----------------------------------------------------------

NAMED = 0.5
"""From this chance on a kecamatan or kota counts as named."""
DOUBT_IN_KECAMATAN = 0.35
"""A kelurahan in the kecamatan that was named with it is confirmed by that."""
DOUBT_IN_KOTA = 0.6
"""A kota confirms less: it holds dozens of kelurahan."""
OUTSIDE_SURE_KECAMATAN_SHARE = 0.45
"""A kelurahan elsewhere, where the kecamatan was named with its marker or has its name for itself."""
OUTSIDE_KECAMATAN_SHARE = 0.75
"""The same where the name of the kecamatan might mean something else."""
OUTSIDE_KOTA_SHARE = 0.4
"""People do not mistake the kota they are in."""
KECAMATAN_OF_ANOTHER_SHARE = 0.4
"""For the kelurahan of a shared name, where another kelurahan lies in the kecamatan of that name: that was meant."""

# --- taking a kelurahan, or asking -----------------------------------------------------------------------------

COMMIT = 0.8
"""The least chance of being right at which a kelurahan is taken without asking: a wrong desk costs two hours."""
AHEAD = 3.5
"""The odds of the first must be so many times those of the second, or both are asked about."""
WORTH_ASKING = 0.35
"""What is less likely is not offered: a wrong guess annoys more than an open question."""
OPEN_SHARE = 0.4
"""Offered beside the first: what has at least this share of its chance..."""
OPEN_LEAST = 0.05
"""... and at least this chance."""
CONFIRM_IN_KECAMATAN = 0.6
"""From here on one kelurahan is asked about; below it a list of those in the kecamatan is quicker."""
CANDIDATE = 0.1
"""What is less likely is not even a candidate."""
MOST_OPTIONS = 8
"""More buttons are not read, and some channels have no more than ten."""
MOST_CANDIDATES = 16

# --- positions ----------------------------------------------------------------------------------------------

PIN = 0.97
"""Some people are not where the matter is."""
DOUBTFUL_PIN = 0.7
"""A position with swapped numbers or a mended sign, or that of a photo, which may have been taken elsewhere."""
NEAREST_AREA = 0.6
"""No boundary holds the position; the nearest area was taken."""
CRACK_M = 30.0
"""A position so little outside every boundary lies in a crack of the map, not in another city."""
NEAREST_POINTS = 3
"""Without boundaries: so many of the nearest points are candidates, and their distances are the usual ones."""
FAR_SHARE = 2.5
"""Without boundaries: outside is what is farther from the nearest point than so many times the usual distance
between neighbouring points."""
LONE_AREA_M = 5_000.0
"""Stands for the usual distance in a city of one kelurahan."""
NEXT_DOOR_M = 40_000.0
"""A position outside is in the city next door only if that is so near."""
FRAME_MARGIN_DEGREES = 0.05
"""About 5 km around the city, in which a position may still be meant as it was given."""
