"""Finds numbers that belong to a person: telephones, identity and customer numbers, accounts of banks.

A number is looked at as a whole, with its spaces, dots and dashes, and judged by its digits and by the words that
stand right before and behind it. What is a date, an hour, a price, a position, an RT/RW or a thing's number stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from core.protection.scrub.contacts import LINK
from core.protection.scrub.lexicon import Writing, any_of, either, words
from core.protection.scrub.spans import TextSpan

_BETWEEN = r"[ \t.\-‐-―()/·•_\u00a0\u200b-\u200d\u2060\ufeff]"
_LOOKED_AT = re.compile(
    rf"(?=[-+(\dhriu])(?:(?P<stays>{LINK.pattern}"
    r"|-?(?<![\d.])(?:1[01]|\d)\.\d{4,20}(?!\d)(?=\D{1,6}(?:9[5-9]|1[0-3]\d|14[01])\.\d{3})"  # a position
    r"|(?<![\d.])(?:9[5-9]|1[0-3]\d|14[01])\.\d{4,20}(?!\d)"
    r"|(?<!\w)(?:rp|idr|usd)\.?[ \t]{0,2}\d[\d.,]*+"
    r"|(?<!\w)r[tw][ \t.:]{0,3}\d{1,3}(?:[ \t]?/[ \t]?(?:rw)?[ \t.]{0,2}\d{1,3})?(?!\d)"
    r"|(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d)(?![-/.]?\d)"
    r"|(?<!\d)(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[.:][0-5]\d)?(?![.:]?\d|[ \t-]\d{3}))"
    rf"|(?P<number>(?<!\d)[+(]{{0,2}}\d(?:{_BETWEEN}{{0,3}}+\d){{4,}}+))",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\d+")
_DIGITS = re.compile(r"\d")
_SHORTEST = 5
_SHORTEST_PHONE = 8
_LONG = 9
"""Digits. A longer number of no known kind more likely belongs to a person than to a thing."""
_LONGEST_RUN = 200
"""Characters. Longer runs are not examined digit by digit."""
_LONGEST_PHONE = 15
_NIK_DIGITS = 16
"""A person's NIK and the number of a family card have so many."""
_LONGEST_CITY_NUMBER = 7
_MOBILE = re.compile(r"(?:0|62|620|0062)8[1-9]\d{6,11}")
_MOBILE_WITHOUT_ZERO = re.compile(r"8[1-9]\d{7,10}")
_LANDLINE = re.compile(r"(?:0|62)[2-79]\d{7,10}")
_CALL_CENTRE = re.compile(r"1\d{2,6}|0800\d{5,8}|0804\d{5,8}")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_BEFORE = 40
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[A-Z]{2,3}")
"""Letters that stand before the number of a substation."""
_LINKING = frozenset(
    {"nomor", "nomer", "nmr", "no", "num", "number", "nya", "saya", "sy", "aku", "kami", "adalah", "ini", "is", "bank"}
    | {"pln", "pdam", "mandiri", "an", "di", "ke", "the", "my", "sama", "dengan", "yaitu"}
)
"""Words that stand between the name of a number and the number."""
_LABELS = ("personal_numbers", "phone_labels", "city_numbers")
_ENDINGS = ("nya", "ku")
_UNIT = re.compile(rf"[ \t]{{0,2}}{any_of('units')}(?!\w)", re.IGNORECASE)
_DIGIT = either(words("digit_words"))
_SPELT = re.compile(
    rf"\b(?=\w)(?:{any_of('digit_starts')}|0(?!\d))"
    rf"(?:[\s,.\-]{{0,3}}(?:{_DIGIT}(?:(?!\w)|(?={_DIGIT}))|\d{{1,4}}+(?!\w))){{3,}}+",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\d\s,.\-]*")
_SPELT_DIGIT = re.compile(rf"{_DIGIT}|\d", re.IGNORECASE)
_MISTYPED = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1"})
_MISTYPED_PHONE = re.compile(r"\b[oO0][ \t.-]?8(?:[ \t.\-]{0,2}[\doOlI]){7,11}+(?!\w)")
_WITH_WORDS = re.compile(
    rf"(?<!\w)(?:{any_of('digit_starts')}|0)(?:[.\-]?(?:{_DIGIT}|\d)){{7,14}}+(?!\w)", re.IGNORECASE
)
"""Digits and their names in one: "nol8satu2345678"."""
_LETTERED = re.compile(
    r"\b(?=\w)(?:no(?:mor|mer)?\.?[ \t]{1,2})?(?:paspor|passport|kitas|kitap)(?:nya|ku)?"
    r"(?:[ \t]{1,2}(?:saya|sy|no|nomor|number))*+\.?[ \t]{0,2}[:=]?[ \t]{0,2}([a-z]{1,2}[ \t]?\d{5,9})(?!\w)",
    re.IGNORECASE,
)
_LETTERED_NAMES = ("paspor", "passport", "kitas", "kitap")
_BIRTH = frozenset({"ttl", "lahir", "born"})
_BORN = re.compile(
    r"\b(?=[tlb])(?:ttl|tgl[ \t]+lahir|tanggal[ \t]+lahir|lahir(?:[ \t]+(?:di|tanggal|tgl|pada))?|born(?:[ \t]+on)?)"
    r"(?!\w)[^\n\d]{0,30}"
    r"((?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4})",
    re.IGNORECASE,
)


def numbers(writing: Writing, region: str) -> Iterator[TextSpan]:
    text = writing.text
    if _DIGITS.search(text):
        labelled = writing.has(*_LABELS)
        for found in _LOOKED_AT.finditer(text):
            number = found["number"]
            if number is not None and (labelled or _may_be_somebodys(number)):
                yield from _judged(text, found.start(), number, region, labelled=labelled)
    if any(
        word.startswith(("o", "08")) and not word.isdigit() and (word == "o" or _DIGITS.search(word))
        for word in writing.said
    ):
        for found in _MISTYPED_PHONE.finditer(text):
            if _MOBILE.fullmatch("".join(_GROUP.findall(found.group().translate(_MISTYPED)))):
                yield TextSpan(*found.span(), "[telepon]")
    if any(len(word) >= _LONG and _DIGITS.search(word) and not word.isdigit() for word in writing.said):
        yield from (
            TextSpan(*found.span(), "[telepon]") for found in _WITH_WORDS.finditer(text) if not found.group().isdigit()
        )
    if any(word.startswith(_LETTERED_NAMES) for word in writing.said):
        yield from (TextSpan(*found.span(1), "[nomor]") for found in _LETTERED.finditer(text))
    if not _BIRTH.isdisjoint(writing.said):
        yield from (TextSpan(*found.span(1), "[tanggal lahir]") for found in _BORN.finditer(text))
    if writing.has("digit_words"):
        for found in _SPELT.finditer(text):
            if len(_SPELT_DIGIT.findall(found.group())) >= _SHORTEST_PHONE and not _BARE.fullmatch(found.group()):
                yield TextSpan(*found.span(), "[telepon]")


def _may_be_somebodys(number: str) -> bool:
    """Whether a number may be a person's although no word says what it is."""
    if number[0] in "0(+":
        return len(number) >= _SHORTEST_PHONE
    return len(number) >= _LONG and len(_DIGITS.findall(number)) >= _LONG


def _judged(text: str, start: int, number: str, region: str, *, labelled: bool) -> Iterator[TextSpan]:
    if len(number) > _LONGEST_RUN:
        yield TextSpan(start, start + len(number), "[nomor]")
        return
    groups = [(start + group.start(), start + group.end()) for group in _GROUP.finditer(number)]
    for first, last in _apart(text, groups):
        begin = groups[first][0]
        if first == 0:
            begin = start
        elif text[begin - 1] in "+(":
            begin -= 1
        end = groups[last][1]
        stands = _kind(text, begin, end, region, labelled=labelled)
        if stands is not None:
            yield TextSpan(begin, end, stands)


def _apart(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Splits what was read as one number into two telephone numbers, if it is two side by side."""
    first = digits = 0
    for place, (begin, end) in enumerate(groups):
        fresh = text[begin : begin + 2] in ("08", "62") or text[begin - 1 : begin] == "+"
        if place > first and digits >= _LONG and fresh:
            yield first, place - 1
            first, digits = place, 0
        digits += end - begin
    yield first, len(groups) - 1


def _kind(text: str, start: int, end: int, region: str, *, labelled: bool) -> str | None:
    number = text[start:end]
    digits = "".join(_GROUP.findall(number))
    count = len(digits)
    if count < _SHORTEST:
        return None
    digits = digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)
    if count == _NIK_DIGITS:
        return "[nik]"
    if _MOBILE.fullmatch(digits):
        return "[telepon]"
    named = _named(text, start) if labelled else None
    if named in ("personal_numbers", "phone_labels"):
        if _CALL_CENTRE.fullmatch(digits) and (named == "phone_labels" or count < _SHORTEST_PHONE):
            return None
        return "[nomor]" if named == "personal_numbers" else "[telepon]"
    if named or (count < _LONG and not number.startswith(("0", "(", "+"))):
        return None
    return _of_any_kind(text, end, number, digits, region)


def _named(text: str, start: int) -> str | None:
    """Returns the name of the list whose words right before a number say what kind it is."""
    found = _WORD.findall(text, max(0, start - _BEFORE), start)
    name = _label(found)
    return _label(found[:-1]) if name is None and found and _CODE.fullmatch(found[-1]) else name


def _label(found: list[str]) -> str | None:
    said = [word.casefold() for word in found]
    while said and said[-1] in _LINKING:
        said.pop()
    if not said:
        return None
    stem = next((said[-1].removesuffix(ending) for ending in _ENDINGS if said[-1].endswith(ending)), said[-1])
    return next((name for name in _LABELS if {said[-1], stem, " ".join(said[-2:])} & words(name)), None)


def _of_any_kind(text: str, end: int, number: str, digits: str, region: str) -> str | None:
    amount = _AMOUNT.fullmatch(number) or _UNIT.match(text, end)
    if len(digits) < _SHORTEST_PHONE or _CALL_CENTRE.fullmatch(digits) or (amount and not digits.startswith("0")):
        return None
    if _LANDLINE.fullmatch(digits) or _MOBILE_WITHOUT_ZERO.fullmatch(digits) or _is_phone(number, digits, region):
        return "[telepon]"
    return "[nomor]" if len(digits) >= _LONG else None


def _is_phone(number: str, digits: str, region: str) -> bool:
    if len(digits) > _LONGEST_PHONE:
        return False
    try:
        parsed = phonenumbers.parse(f"+{digits}" if "+" in number[:2] else digits, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)
