"""Telephone numbers in the one form that every gateway understands: E.164, by Google's libphonenumber."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult

_WRITTEN = re.compile(r"\+?[\d\s().-]{5,30}")
"""libphonenumber would also find numbers in prose, and read letters as the digits on their keys."""

_PEOPLES = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP}
)
_UNTABLED = PhoneNumberType.UNKNOWN


def e164(raw: str, region: str) -> str | None:
    """`0812…`, `62812…`, `0062…` or `+62 812-…` as `+62812…`; None for a name or a service's short number.

    Only the length is checked, so that no text is lost: ranges are opened faster than tables of them are updated.
    """
    text = raw.strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def country_of(number: str) -> str | None:
    """The country (ISO 3166) that an E.164 number belongs to; None for networks of no country (satellites) and none."""
    region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    return region if region and region.isalpha() else None


def is_service(number: str, *, near: bool) -> bool:
    """Whether an E.164 number is a service's: dear, or nobody who could read an answer.

    Of countries that are near (answered without a person) also what stands in no table, like 0804 with a digit too few.
    """
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind not in _PEOPLES and (near or kind != _UNTABLED)


def plain(number: str) -> str:
    """E.164 without the plus sign, as most gateways want it."""
    return number.removeprefix("+")


def international(digits: str) -> str:
    """Returns the E.164 number, given its digits by a gateway that leaves out the plus sign."""
    return f"+{digits}" if digits.isdecimal() else digits
