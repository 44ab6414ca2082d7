"""Transcripts as they are written down, and whether what was played is what they say.

A file holds conversations by name. A step is one of `tanggap chat --script` (say, photo, pin, press, edit, officer, …),
or `answer`: something said that only answers, so that it may stand in no description and no place. Beside a step may
stand what must be true after it (`then`), behind all of them what must be true at the `end`:

    tickets    one entry a ticket; words by what they are, or by what they have and lack: {has: [...], lacks: [...]}
    asked, language, person     as the script tells them
    said, unsaid                words of the replies (of this step, or of the whole conversation)
    silent     the bot keeps still, and is meant to

`fails` tells what is wrong with a conversation that the bot does not master yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Result = Mapping[str, Any]
Step = dict[str, Any]

CITIZENS = ("say", "answer", "photo", "media", "pin", "press", "edit", "delete")
"""Steps of a citizen: each of them is answered."""
_BESIDE = ("then",)
LONGEST = 300
_ERASURE = ("Saya bisa menghapus semua data", "I can erase all")
_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_OURS = re.compile(r"\b(yang|dan|tidak|sudah|belum|laporan|Anda|saya|kalau|untuk|dengan|atau|ini|itu|dari)\b")
"""Words of nearly every Indonesian sentence, and of no name of a place."""


@dataclass(frozen=True)
class Transcript:
    name: str
    theme: str
    steps: Sequence[Step]
    end: Mapping[str, Any]
    fails: str | None = None


def transcripts(folder: Path = HERE) -> Iterator[Transcript]:
    """All conversations, theme by theme. Raises ValueError for one that is not of the format."""
    for file in sorted(folder.rglob("*.yml")):
        for name, told in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if extra := set(told) - {"steps", "end", "fails"}:
                raise ValueError(f"{file.name}, {name}: {', '.join(sorted(extra))} is not known")
            yield Transcript(name, file.parent.name, told["steps"], told.get("end") or {}, told.get("fails"))


def playable(step: Step, picture: Path) -> Step:
    """A step as the script knows it."""
    plain = {key: value for key, value in step.items() if key not in _BESIDE}
    if "answer" in plain:
        plain["say"] = plain.pop("answer")
    if "photo" in plain and "officer" not in plain:
        plain["photo"] = str(picture)
    return plain


# --- what must be true of each conversation ----------------------------------------------------------


def faults(transcript: Transcript, results: Sequence[Result]) -> list[str]:
    """What is wrong with a conversation that was played, told step by step."""
    found: list[str] = []
    earlier: set[str] = set()
    for number, (step, result) in enumerate(zip(transcript.steps, results, strict=True), 1):
        replies, then = result["replies"], step.get("then") or {}
        told = [*_manners(result), *_missed(then, result, replies)]
        if any(key in step for key in CITIZENS):
            if bool(replies) is bool(then.get("silent")):
                told.append("is not answered" if not replies else "is answered, though it is not meant to be")
            asked = _questions(replies)
            told += [f"asks again in the same words: {one}" for one in asked & earlier]
            earlier = asked
        elif "new" in step or "as" in step or "channel" in step:
            earlier = set()
        found += [f"step {number} ({_brief(step)}): {one}" for one in told]
    everything = [reply for result in results for reply in result["replies"]]
    found += [f"at the end: {one}" for one in _missed(transcript.end, results[-1], everything)]
    found += _answers_in_tickets(transcript.steps, results)
    return found


def _manners(result: Result) -> Iterator[str]:
    for reply in result["replies"]:
        if len(reply) > LONGEST and not reply.startswith(_ERASURE):
            yield f"has {len(reply)} characters: {reply}"
        if result["language"] == "en" and (words := _OURS.findall(reply)):
            yield f"speaks Indonesian to somebody who writes English ({', '.join(words)}): {reply}"


def _questions(replies: Sequence[str]) -> set[str]:
    sentences = (one.strip() for reply in replies for one in _END_OF_SENTENCE.split(reply))
    return {one for one in sentences if one.endswith("?")}


def _answers_in_tickets(steps: Sequence[Step], results: Sequence[Result]) -> Iterator[str]:
    answers = {step["answer"].casefold() for step in steps if "answer" in step}
    tickets = {ticket["number"]: ticket for result in results for ticket in result["tickets"]}
    for ticket in tickets.values():
        for key in ("description", "place"):
            for answer in answers:
                if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", (ticket[key] or "").casefold()):
                    yield f"the answer “{answer}” stands in the {key}: {ticket[key]!r}"


def _missed(wanted: Mapping[str, Any], result: Result, replies: Sequence[str]) -> Iterator[str]:
    spoken = "\n".join(replies).casefold()
    for key, value in wanted.items():
        match key:
            case "said":
                yield from (f"{word!r} is not said: {replies}" for word in value if word.casefold() not in spoken)
            case "unsaid":
                yield from (f"{word!r} is said: {replies}" for word in value if word.casefold() in spoken)
            case "tickets":
                yield from _wrong_tickets(value, result["tickets"])
            case "asked" | "language" | "person":
                if result[key] != value:
                    yield f"{key} is {result[key]!r}, not {value!r}: {replies}"
            case "silent":
                pass
            case _:
                raise ValueError(f"{key!r} is not known")


def _wrong_tickets(wanted: Sequence[Mapping[str, Any]], tickets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(wanted) != len(tickets):
        yield f"there are {len(tickets)} tickets, not {len(wanted)}: {[one['description'] for one in tickets]}"
        return
    for expected, ticket in zip(wanted, tickets, strict=True):
        for key, value in expected.items():
            if not _fits(value, ticket[key]):
                yield f"{key} of {ticket['number']} is {ticket[key]!r}, not {value!r}"


def _fits(wanted: Any, found: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(wanted == found)
    text = (found or "").casefold()
    has, lacks = wanted.get("has", ()), wanted.get("lacks", ())
    return all(word.casefold() in text for word in has) and not any(word.casefold() in text for word in lacks)


def told(transcript: Transcript, results: Sequence[Result]) -> Iterator[str]:
    """The conversation as it was, to be read by who mends it."""
    for step, result in zip(transcript.steps, results, strict=False):
        yield f"› {_brief(step)}"
        yield from (f"    {line}" for reply in result["replies"] for line in reply.splitlines())
        yield f"    [{result['asked']}]"


def _brief(step: Step) -> str:
    return " ".join(f"{key}: {value}" for key, value in step.items() if key not in _BESIDE)[:80]
