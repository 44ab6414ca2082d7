"""Finds the names by which people say who they are.

A name is believed where something leads to it. After a sure lead ("nama saya", "a.n.", "Pelapor:") one word is taken
even in small letters; after a doubtful one ("saya …", "dengan …", "anak saya …") the word must look like a name and
be followed by what follows a name ("warga", "dari RT 3", a comma). Whoever is called by an office ("Pak RT Joko")
is the matter of the report and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from core.protection.scrub.lexicon import MOST, Phrases, Writing, any_of, words
from core.protection.scrub.reading_names import MOST_WORDS, WORD, Name, NameReader, NameSureness, is_everyday, is_given
from core.protection.scrub.spans import TextSpan

_STANDS = "[nama]"
_LATER_MENTIONS = 5
"""So many names are looked for again in the rest of the text."""
_BACK = 60
"""So many characters before a find are searched for what belongs to it."""
_FILLED = 20
"""At most so many characters stand between a name and its telephone number."""
_SIGNED_WITHIN = 60
"""Characters from the end in which a name without any lead may be a signature."""
_SHORTEST_PART = 4
"""Letters of a part of what the channel calls the writer, for it to be looked for by itself."""
_PARTS_OF_KNOWN = 8
_BETWEEN = re.compile(
    r"[ \t]{0,3}+(?:(?:adalah|ialah|yaitu|is|itu|are)(?!\w))?[ \t]{0,3}+[:=,\-–—]{0,2}[ \t]{0,3}"
    r"[\"“”'*_(]{0,2}[ \t]{0,2}",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"[ \t,.:;!]{0,4}(?:\n[ \t]*){0,6}+")
_SURE = Phrases("name_leads", after=r"(?!\w)\.?")
_LABEL = Phrases(
    "label_leads",
    after=r"[ \t]{0,3}(?:[/&,][ \t]{0,2}(?:no\.?[ \t]?)?(?:hp|wa|telp|alamat)[ \t]{0,2}){0,2}[:=]",
)
_SELF = Phrases("self")
_INTRODUCING = Phrases("introducing")
_KIN = Phrases("kin")
_DOUBTFUL = Phrases("doubtful_leads")
_ACCOUNT_NAME = Phrases("account_name_leads")
_AND = re.compile(r"[ \t]{0,2}(?:,|&|(?<=[ \t])(?:dan|dn|sama|and)(?!\w))[ \t]{1,2}", re.IGNORECASE)
_CALLED = re.compile(r"[ \t]{0,2},?[ \t]{1,2}(?:(?:yang|yg)[ \t]{1,2})?(?:namanya|bernama|nama)(?!\w):?", re.IGNORECASE)
_MOST_RELATIVES = 4
_IN_THE_OFFICE_OF = re.compile(
    rf"\b(?=\w)(?:selaku|sebagai)[ \t]{{1,2}}{any_of('offices')}(?!\w)[^,.\n]{{0,40}},[ \t]{{1,2}}",
    re.IGNORECASE,
)
_CONTACT = Phrases("contact_leads", after=r"(?!\w)\.?")
_OPENING = re.compile(rf"(?:^|[.!?,;:\n(–—-]|(?<!\w){any_of('greetings')})[ \t]*$", re.IGNORECASE)
_STEP = re.compile(r"[ \t\u00a0]{0,2},?[ \t\u00a0]{1,3}[(\"“*]?")
_BRACKET = re.compile(r"[ \t]{0,2}[(\-–,/][ \t]{0,2}|[ \t]")
_SENTENCE_END = re.compile(r"[.!?;:,\n]")
_WORDS_TO_ACCUSED = 3
_CLOSING = re.compile(r"[ \t\u00a0]{0,3}([,.;:!?()/\n–—-]|$)?[ \t\u00a0]{0,3}(\w{0,20})")
_THANKS = Phrases(
    "thanks",
    after=r"\w{0,20}(?:[ \t]+(?:banyak|sebelumnya|ya|atas perhatiannya|atas perhatian dan tindak lanjutnya))?"
    r"[ \t]{0,3}[,.!–—-]{0,3}[ \t]{0,3}\n\s{0,6}",
)
_SIGNED = re.compile(rf"(?:[\n~–—]|{any_of('thanks')})[ \t]{{0,2}}[,.\-–—~]?[ \t]{{0,2}}\(?[ \t]{{0,2}}", re.IGNORECASE)
_ENDED = re.compile(r"\w[ \t]*[.\-–—~]")
_AT_END = re.compile(r"[\s.!)~*_🙏]{0,20}$")
_LINE_END = re.compile(r"[ \t.,!)]{0,5}(?:\n|$)")
_COLON = re.compile(r"[ \t]{0,2}:")
_FILLERS = frozenset(
    {"di", "wa", "hp", "no", "nomor", "nomer", "telp", "tlp", "tel", "whatsapp", "hpnya", "wanya", "ke", "at", "on"}
)


class PersonNames:
    """Finds the names in one text."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._text = writing.text
        self._reader = NameReader(writing.text)

    def spans(self, phones: Sequence[TextSpan]) -> Iterator[TextSpan]:
        """Returns where names stand. `phones`: where telephone numbers stand; a name beside one is its owner's."""
        found = sorted({*self._led(), *self._beside(phones), *self._signed()})
        yield from (TextSpan(name.start, name.end, _STANDS) for name in found)
        yield from self._mentioned(found)

    # --- where names may stand ---------------------------------------------------------------------

    def _led(self) -> Iterator[Name]:
        for found in _SURE.within(self._writing):
            if _sureness(found.group()) is not NameSureness.SURE or not self._of_accused(found.start()):
                yield from self._after(found.end(), _sureness(found.group()), sign_off=True)
        for found in _LABEL.within(self._writing):
            yield from self._after(found.end(), NameSureness.SURE)
        for found in _SELF.within(self._writing):
            yield from self._told(found.end())
        for found in _INTRODUCING.within(self._writing):
            if _OPENING.search(self._text[max(0, found.start() - _BACK) : found.start()]):
                yield from self._introduced(found.end())
        for found in _KIN.within(self._writing):
            yield from self._relatives(found.end())
        for found in _DOUBTFUL.within(self._writing):
            for name in self._after(found.end(), NameSureness.PERHAPS):
                # One unknown word may be an area: "laporan dari Kemang Raya".
                if (name.known or (len(name.words) > 1 and _looks_like_one(name))) and not self._of_accused(
                    found.start()
                ):
                    yield name
        for found in _ACCOUNT_NAME.within(self._writing):
            yield from (
                name for name in self._after(found.end(), NameSureness.PERHAPS) if name.known and not name.small
            )
        for found in islice(_IN_THE_OFFICE_OF.finditer(self._text), MOST):
            holder = self._reader.read(found.end())
            if holder and _looks_like_one(holder) and self._closing(holder.end)[1] in words("closers"):
                yield holder

    def _of_accused(self, lead: int) -> bool:
        """Whether the words before give the name to somebody else: "petugas atas nama …", not "saya guru, nama …"."""
        before = self._text[max(0, lead - _BACK) : lead]
        said = [word.casefold() for word in WORD.findall(_SENTENCE_END.split(before)[-1])]
        own = words("self") | {"selaku", "sebagai"}
        return any(
            word in words("accused") and previous not in own
            for previous, word in list(zip(["", *said], said, strict=False))[-_WORDS_TO_ACCUSED:]
        )

    def _relatives(self, place: int) -> Iterator[Name]:
        """Returns the one or more names of relatives: "anak saya Nabila dan Zahra"."""
        called = _CALLED.match(self._text, place)
        step = _STEP.match(self._text, called.end() if called else place)
        name = self._reader.read(step.end(), NameSureness.SURE if called else NameSureness.PERHAPS) if step else None
        if name and called and is_given(name.first, small=False):
            yield name
        for _ in range(_MOST_RELATIVES):
            if name is None or not _looks_like_one(name):
                return
            yield name
            step = _AND.match(self._text, name.end)
            name = self._reader.read(step.end()) if step else None

    def _after(self, place: int, sureness: NameSureness, *, sign_off: bool = False) -> Iterator[Name]:
        between = _BETWEEN.match(self._text, place)
        begin = between.end() if between else place
        if sign_off and (ended := _SIGN_OFF.match(self._text, begin)):
            begin = ended.end()
        if name := self._reader.read(begin, sureness):
            yield name

    def _next(self, place: int) -> Name | None:
        step = _STEP.match(self._text, place)
        return self._reader.read(step.end()) if step else None

    def _told(self, place: int) -> Iterator[Name]:
        """Returns the name after "saya": a known one, or an unknown one if what comes next usually follows a name."""
        name = self._next(place)
        if name is None:
            return
        mark, word = self._closing(name.end)
        closed = word in words("sure_closers") or (not name.small and (mark or word in words("closers")))
        everyday = is_given(name.first, small=False) and mark and word in words("closers")
        if name.known or everyday or (closed and not name.acronym):
            yield name

    def _introduced(self, place: int) -> Iterator[Name]:
        """Returns the name after "ini" or "dengan", if the text goes on as when people introduce themselves."""
        name = self._next(place)
        if name and (name.known or not name.small or name.titled):
            _, word = self._closing(name.end)
            if word in words("sure_closers") or word in words("closers_of_others"):
                yield name

    def _closing(self, place: int) -> tuple[bool, str]:
        """Returns whether a punctuation mark follows the name, and the word that follows."""
        found = _CLOSING.match(self._text, place)
        assert found is not None
        return found[1] is not None, found[2].casefold()

    def _beside(self, phones: Sequence[TextSpan]) -> Iterator[Name]:
        starts = [phone.start for phone in phones]
        for phone in phones:
            if phone.stands == "[telepon]":
                yield from self._before(phone.start)
                yield from self._behind(phone.end)
        for found in _CONTACT.within(self._writing):
            between = _BETWEEN.match(self._text, found.end())
            name = self._reader.read(between.end() if between else found.end(), NameSureness.SURE)
            place = bisect_left(starts, name.end) if name else len(starts)
            if name and place < len(starts) and starts[place] - name.end <= _FILLED:
                yield name

    def _before(self, place: int) -> Iterator[Name]:
        begin = max(0, place - _BACK)
        line = self._text.rfind("\n", begin, place) + 1
        said = list(WORD.finditer(self._text, max(begin, line), place))
        while said and said[-1].group().casefold() in _FILLERS:
            said.pop()
        for first in range(max(0, len(said) - MOST_WORDS), len(said)):
            name = self._reader.read(said[first].start())
            if name is None or name.end < said[-1].end():
                continue
            behind_office = first > 0 and self._is_office(said[first - 1])
            if not behind_office and (name.titled or name.known):
                yield name
            return

    def _is_office(self, word: re.Match[str]) -> bool:
        """Whether a name after this word is an officer's; "Direktur: …" is the heading of a company's own letter."""
        said = word.group().casefold()
        heading = said in words("company_offices") and _COLON.match(self._text, word.end())
        return said in words("offices") and not heading

    def _behind(self, place: int) -> Iterator[Name]:
        between = _BRACKET.match(self._text, place)
        name = self._reader.read(between.end()) if between else None
        if between is None or name is None:
            return
        in_brackets = "(" in between.group() and self._text[name.end : name.end + 1] == ")"
        if (name.known and self._closing(name.end)[0]) or (in_brackets and not (name.small or name.acronym)):
            yield name

    def _signed(self) -> Iterator[Name]:
        for found in _THANKS.within(self._writing):
            name = self._reader.read(found.end(), NameSureness.SURE)
            alone = name and not name.titled and _LINE_END.match(self._text, name.end)
            if name and alone and (name.known or not (name.small or name.acronym)):
                yield name
        for found in _SIGNED.finditer(self._text, max(0, len(self._text) - _SIGNED_WITHIN)):
            name = self._reader.read(found.end())
            # "Makasih Pak Joko" speaks to somebody, "Makasih. Bu Romlah" is signed.
            believed = name and (_ENDED.search(found.group()) if name.titled else name.known)
            if name and believed and _AT_END.match(self._text, name.end):
                yield name

    def _mentioned(self, found: Sequence[Name]) -> Iterator[TextSpan]:
        """Returns where a found name, or its first part, stands again, unless it is a street's or an officer's."""
        sought: dict[str, None] = {}
        for name in found:
            if len(name.words) > 1:
                sought[" ".join(name.words)] = None
            if is_given(name.first, small=True):
                sought[name.first] = None
        places = {name.start for name in found}
        others = words("offices") | words("titles") | words("no_names") | words("other_places")
        for said in list(sought)[:_LATER_MENTIONS]:
            for again in islice(re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", self._text), MOST):
                if again.start() in places:
                    continue
                before = WORD.findall(self._text, max(0, again.start() - _FILLED), again.start())
                if not before or before[-1].casefold() not in others:
                    yield TextSpan(*again.span(), _STANDS)


def _looks_like_one(name: Name) -> bool:
    return name.known or not (name.small or name.acronym)


def called(text: str, known: str | None) -> Iterator[TextSpan]:
    """Returns where the name that the channel gives of the writer stands, or a part of it that is no everyday word.

    A part behind an office or in the name of a street is somebody else.
    """
    said = WORD.findall(known or "")[:_PARTS_OF_KNOWN]
    if not known or all(map(is_everyday, said)) or not (len(said) > 1 or is_given(said[0], small=True)):
        return
    yield from (TextSpan(*found.span(), _STANDS) for found in _own(known.strip(), text))
    for part in said:
        if len(part) < _SHORTEST_PART or is_everyday(part):
            continue
        for found in islice(_own(part, text), MOST):
            told = found.group()[0].isupper() or is_given(part, small=True)
            if told and not of_another(text, found.start()):
                yield TextSpan(*found.span(), _STANDS)


def of_another(text: str, start: int) -> bool:
    """Whether the name that begins there is that of an officer, a street or an area."""
    before = WORD.findall(text, max(0, start - _FILLED), start)[-1:]
    return any(word.casefold() in words(name) for word in before for name in ("offices", "other_places", "place_leads"))


def _own(said: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", text, re.IGNORECASE)


def _sureness(lead: str) -> NameSureness:
    """After "nama saya" a capital tells, unless the lead has capitals itself: "Nama Saya Hilang"."""
    last = lead.rstrip(".").split()[-1]
    tells = last in words("self") or last in ("is", "namaku", "panggilan")
    return NameSureness.SURELY_WRITTEN if tells else NameSureness.SURE
