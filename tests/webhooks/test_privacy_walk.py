"""Who may see what: every GET route and every API answer, as everybody, against the two tables below.

What a table marks must be seen somewhere, and nothing else anywhere. A route that is added later is walked by itself; if it has a part that the walk
does not know, or if nobody can open it with what the walk has, the test says so.
"""

# ruff: noqa: E501 - the tables are as wide as they are

from __future__ import annotations

import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from bots.api import ApiChannel
from core.dialogue.state import DescriptionPart, Draft, Place
from core.intake.filing.desk import CameBy
from core.intake.filing.report import NewReport, Where
from core.kernel.actor import Actor
from core.kernel.messages import Inbound, MediaKind, MediaRef
from core.kernel.ports import Channel
from core.kernel.states import STAFF_ROLES, Kind, Role
from core.location import Area
from core.messaging import conversations
from core.messaging.one_time_links import DOWNLOAD
from core.protection.photos import clean
from core.protection.safe_http import Outward
from core.staff import create_staff
from core.storage.models import (
    CannedReply,
    Conversation,
    ConversationNote,
    Escalation,
    InboundMessage,
    Media,
    Staff,
    Ticket,
    Urgency,
)
from core.tickets.steps import FollowUp, StartWork
from tests.support.house import FakeChannel, gazetteer
from tests.support.site import PASSWORD, Officer, Site, photo
from webhooks import create_app
from webhooks.api import create_api
from webhooks.api.tokens import Scope, create_token
from webhooks.hooks import hooks

pytestmark = pytest.mark.timeout(400)

# --- the table ---------------------------------------------------------------------------------------

SCREENS = """
                              stranger neighbour desk kelurahan unit officer validator ticket_admin moderator administrator kelurahan_elsewhere branch_elsewhere officer_elsewhere
description of the private       -         -      -       x      x      x        x          x           x           x              -                  -                -
description of the public        -         -      -       x      x      x        x          x           x           x              -                  -                -
place of the private             -         -      -       x      x      x        x          x           x           x              -                  -                -
place of the public              -         -      -       x      x      x        x          x           x           x              -                  -                -
position of the private          -         -      -       x      x      x        x          x           x           x              -                  -                -
position of the public           -         -      -       x      x      x        x          x           x           x              -                  -                -
hour of a report                 -         -      -       -      -      -        x          x           -           x              -                  -                -
photo of the private             -         -      -       -      -      -        x          x           -           x              -                  -                -
photo of the public              -         -      -       x      x      x        x          x           x           x              -                  -                -
work photo of the private        -         -      -       x      x      x        x          x           x           x              -                  -                -
work photo of the public         x         x      x       x      x      x        x          x           x           x              x                  x                x
officer's note                   -         -      -       x      x      x        x          x           x           x              -                  -                -
internal note                    -         -      -       x      x      x        x          x           x           x              -                  -                -
officer's name                   -         -      -       x      x      x        x          x           x           x              -                  -                -
reporter's name                  -         -      -       -      -      -        -          -           x           x              -                  -                -
reporter's address               -         -      -       -      -      -        -          -           -           -              -                  -                -
reporter's channel               -         -      -       -      -      -        -          -           x           x              -                  -                -
what was said in the chat        -         -      -       -      -      -        -          x           x           x              -                  -                -
phone in the chat                -         -      -       -      -      -        -          x           x           x              -                  -                -
mail address in the chat         -         -      -       -      -      -        -          x           x           x              -                  -                -
NIK in the chat                  -         -      -       -      -      -        -          x           x           x              -                  -                -
home in the chat                 -         -      -       -      -      -        -          x           x           x              -                  -                -
photo in the chat                -         -      -       -      -      -        -          x           x           x              -                  -                -
moderator's note                 -         -      -       -      -      -        -          x           x           x              -                  -                -
what could not be parsed         -         -      -       -      -      -        -          -           -           x              -                  -                -
"""
"""Neighbour: a citizen with a chat of their own. Kelurahan, unit and officer belong to the ticket's own unit; those
elsewhere to another area and to another branch of the same agency."""

PROGRAMS = """
                              public:read reports:create tickets:write elsewhere kelurahan unit officer validator ticket_admin moderator administrator
description of the private         -            -              -           -         x      x      x        x          x           x           x
description of the public          -            -              -           -         x      x      x        x          x           x           x
place of the private               -            -              -           -         x      x      x        x          x           x           x
place of the public                -            -              -           -         x      x      x        x          x           x           x
position of the private            -            -              -           -         x      x      x        x          x           x           x
position of the public             -            -              -           -         x      x      x        x          x           x           x
hour of a report                   -            -              -           -         -      -      -        x          x           -           x
photo of the private               -            -              -           -         -      -      -        x          x           -           x
photo of the public                -            -              -           -         x      x      x        x          x           x           x
work photo of the private          -            -              -           -         x      x      x        x          x           x           x
work photo of the public           x            x              x           x         x      x      x        x          x           x           x
officer's note                     -            -              -           -         x      x      x        x          x           x           x
internal note                      -            -              -           -         x      x      x        x          x           x           x
officer's name                     -            -              -           -         x      x      x        x          x           x           x
reporter's name                    -            -              -           -         -      -      -        -          -           -           -
reporter's address                 -            -              -           -         -      -      -        -          -           -           -
reporter's channel                 -            -              -           -         -      -      -        -          -           -           -
what was said in the chat          -            -              -           -         -      -      -        -          -           -           -
phone in the chat                  -            -              -           -         -      -      -        -          -           -           -
mail address in the chat           -            -              -           -         -      -      -        -          -           -           -
NIK in the chat                    -            -              -           -         -      -      -        -          -           -           -
home in the chat                   -            -              -           -         -      -      -        -          -           -           -
photo in the chat                  -            -              -           -         -      -      -        -          -           -           -
moderator's note                   -            -              -           -         -      -      -        -          -           -           -
what could not be parsed           -            -              -           -         -      -      -        -          -           -           -
"""
"""The roles have tickets:read; `elsewhere` is the kelurahan of another one. Open311 shows work photos to anybody."""

# --- what the fields look like -----------------------------------------------------------------------

MARKS: Mapping[str, re.Pattern[str]] = {
    "description of the private": re.compile("uraian-penanda-rahasia"),
    "description of the public": re.compile("uraian-penanda-terbuka"),
    "place of the private": re.compile("tempat-penanda-rahasia"),
    "place of the public": re.compile("tempat-penanda-terbuka"),
    "position of the private": re.compile(r"6\.19371"),
    "position of the public": re.compile(r"6\.19482"),
    "hour of a report": re.compile(r"(?<!\d)(10[.:]47|03:47)(?!\d)"),
    "officer's note": re.compile("kabar-penanda"),
    "internal note": re.compile("catatan-penanda"),
    "officer's name": re.compile("Petugas Penanda"),
    "reporter's name": re.compile("Nama Penanda"),
    "reporter's address": re.compile("alamat-penanda"),
    "reporter's channel": re.compile("kanalpenanda"),
    "what was said in the chat": re.compile("obrolan-penanda"),
    "phone in the chat": re.compile(r"0812[- ]?7777[- ]?0101"),
    "mail address in the chat": re.compile("surat.penanda@warga"),
    "NIK in the chat": re.compile("3173054403910009"),
    "home in the chat": re.compile("Gang Rumahpenanda"),
    "moderator's note": re.compile("moderator-penanda"),
    "what could not be parsed": re.compile("tertahan-penanda"),
}
COLOURS: Mapping[str, tuple[int, int, int]] = {
    "photo of the private": (200, 20, 20),
    "photo of the public": (20, 20, 200),
    "work photo of the private": (20, 160, 20),
    "work photo of the public": (200, 20, 200),
    "photo in the chat": (20, 200, 200),
}
SOURCE = "0" * 64
"""Stands for an address from which many call."""
ABOUT_ONESELF = (
    "HP saya 0812-7777-0101, surel surat.penanda@warga.example, NIK 3173054403910009, rumah saya Gang Rumahpenanda 7"
)
REPORTED = datetime.fromisoformat("2026-01-05T03:47:00+00:00")
CHATTED = datetime.fromisoformat("2026-01-05T03:31:00+00:00")

ELSEWHERE = {
    "kelurahan_elsewhere": (Role.KELURAHAN, "kelurahan/31.71.01.1001"),
    "branch_elsewhere": (Role.UNIT, "bina_marga/31.71"),
    "officer_elsewhere": (Role.OFFICER, "kelurahan/31.73.05.1001"),
}
AGGREGATES = {
    ("public.statistics", "reporter's channel"): "counts by channel, of nobody in particular",
    ("public.statistics_json", "reporter's channel"): "counts by channel, of nobody in particular",
    ("public.statistics_csv", "reporter's channel"): "counts by channel, of nobody in particular",
    ("staff.dead_letters", "reporter's channel"): "which account could not be parsed",
    ("staff.dead_letter", "reporter's channel"): "which account could not be parsed",
    ("health.metrics", "reporter's channel"): "counts by channel, of nobody in particular",
}
"""(endpoint, field) that the mark is no sign of: why."""

NOT_OPENED = {
    "hooks.receive": "answers providers, who prove themselves by a challenge",
}
"""Routes with parts that nobody here can open: why."""


def table(text: str) -> dict[str, set[str]]:
    """Viewer -> what they may see."""
    head, *lines = text.strip("\n").splitlines()
    viewers = head.split()
    seen: dict[str, set[str]] = {viewer: set() for viewer in viewers}
    for line in lines:
        name, cells = line[:30].strip(), line[30:].split()
        for viewer, cell in zip(viewers, cells, strict=True):
            if cell == "x":
                seen[viewer].add(name)
    return seen


def rows(text: str) -> set[str]:
    return {line[:30].strip() for line in text.strip("\n").splitlines()[1:]}


# --- the town ----------------------------------------------------------------------------------------


def plain(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Seen:
    """What a viewer saw, and where; and which routes opened."""

    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    opened: set[str] = field(default_factory=set)


class Town:
    """Two reports, alike but for their privacy, with every kind of secret in and around them."""

    def __init__(self, site: Site) -> None:
        self.site, self.services = site, site.services
        channels = cast(dict[str, Channel], site.house.channels)
        self.channel = FakeChannel("kanalpenanda")
        channels["kanalpenanda"] = self.channel
        channels["api"] = ApiChannel("api", Outward())
        services = self.services
        blueprints = [hooks(services), *create_api(services)]
        self.app = site.app = create_app(services, blueprints=blueprints, gazetteer=gazetteer())
        (limiter,) = self.app.extensions["limiter"]
        limiter.enabled = False
        self.unit = ""
        self.numbers = [self._report("rahasia", public=False), self._report("terbuka", public=True)]
        site.house.clock._now = CHATTED + timedelta(hours=1)
        self._talk()
        services.inbox.keep("kanalpenanda", b'{"tertahan-penanda": 1}', "no text")
        self.numbers.append(self._slip())
        self.fills = self._fills()

    def _report(self, mark: str, *, public: bool) -> str:
        """Opened, with a note, at the minute that is looked for; taken up and done later."""
        services, workflow = self.services, self.services.workflow
        self.site.house.clock._now = REPORTED
        own_name, work = "photo of the public", "work photo of the public"
        if not public:
            own_name, work = "photo of the private", "work photo of the private"
        with services.database.write() as session:
            reporter = self._reporter(session)
            area = self._area()
            place = Place(
                words=f"tempat-penanda-{mark}",
                lat=-6.19482 if public else -6.19371,
                lon=106.77321,
                area_code=area.code,
                kelurahan=area.kelurahan,
                kecamatan=area.kecamatan,
                kota=area.kota,
            )
            parts = (DescriptionPart(message_id="m", text=f"uraian-penanda-{mark}"),)
            draft = Draft(key="00000000", parts=parts, kind="complaint", category="lampu_jalan", place=place)
            own = self._media(own_name)
            session.add(own)
            ticket = workflow.open(session, reporter, draft, workflow.fresh_number(session), [own])
            number, self.unit = ticket.number, ticket.unit or ""
        officer = Actor(Role.OFFICER, staff_id=self._hired(), unit=self.unit)
        lead = Actor(Role.ADMINISTRATOR)
        with services.database.write() as session:
            workflow.set_public(session, number, public)
            workflow.note(session, number, officer, "catatan-penanda")
        # What the reporter is told of stands with its time in the chat, for the moderator too.
        self.site.house.clock._now = REPORTED + timedelta(minutes=12)
        with services.database.write() as session:
            workflow.move(session, number, StartWork(note="kabar-penanda"), lead)
            evidence = self._media(work)
            session.add(evidence)
            workflow.move(session, number, FollowUp(note="selesai", photos=[evidence]), officer)
        return number

    def _hired(self) -> int:
        staff_id = self.site.hire(Role.OFFICER, self.unit)
        with self.services.database.write() as session:
            session.get_one(Staff, staff_id).name = "Petugas Penanda"
        return staff_id

    def _area(self) -> Area:
        area = self.services.areas.get("31.73.05.1003")
        assert area is not None
        return area

    def _reporter(self, session: Any) -> Conversation:
        return conversations.find_or_begin(
            session,
            self.services.vault,
            "kanalpenanda",
            "alamat-penanda",
            name="Nama Penanda",
            language="id",
            now=CHATTED,
        )

    def _media(self, name: str) -> Media:
        return self.services.media.put_photo(clean(plain(COLOURS[name])), self.services.clock())

    def _talk(self) -> None:
        """The reporter's live conversation, which waits for a moderator."""
        self.site.house.clock._now = CHATTED
        self.channel.files["chat"] = plain(COLOURS["photo in the chat"])
        self.channel.files["voice"] = b"suara"
        turns: tuple[dict[str, Any], ...] = (
            {"text": "obrolan-penanda"},
            {"media": (MediaRef(kind=MediaKind.PHOTO, ref="chat"),)},
            {"media": (MediaRef(kind=MediaKind.VOICE, ref="voice", mime="audio/ogg"),)},
            {"text": ABOUT_ONESELF},
            {"text": "petugas"},
            {"text": "data saya"},
        )
        for number, fields in enumerate(turns):
            message: dict[str, Any] = {
                "account": "kanalpenanda",
                "message_id": f"chat-{number}",
                "sender": "alamat-penanda",
                "sent_at": CHATTED,
                **fields,
            }
            self.services.intake.take(Inbound.model_validate(message))
        staff_id = self.site.hire(Role.MODERATOR)
        with self.services.database.write() as session:
            reporter = self._reporter(session)
            reporter.download_key = "0badf00d"
            session.add(
                ConversationNote(
                    conversation_id=reporter.id, staff_id=staff_id, text="moderator-penanda", created_at=CHATTED
                )
            )
            session.add(
                Escalation(
                    conversation_id=reporter.id,
                    reason="asked",
                    urgency=Urgency.NORMAL,
                    opened_at=CHATTED,
                    source=SOURCE,
                    folded=True,
                )
            )
            session.add(CannedReply(title="Salam", text="Selamat siang", updated_at=CHATTED))
        self.neighbour = self.site.citizen()
        self.neighbour.say("pohon tumbang besar sekali", photo())

    def _slip(self) -> str:
        """A report of a visitor at the desk, which has a slip."""
        clerk = self.site.hire(Role.DESK)
        services = self.services
        report = NewReport("jalan berlubang", Where(area=self._area().code), Kind.COMPLAINT, "jalan")
        actor = Actor(Role.DESK, staff_id=clerk)
        visit = services.desk.visit("desk", actor, services.desk.fresh_number(), CameBy.WALK_IN)
        return services.filing.file(report, visit).number

    def _fills(self) -> dict[str, list[Any]]:
        """What may stand in the variable parts of addresses, whatever the route."""
        with self.services.database.read() as session:
            everybody = session.scalars(select(Conversation)).all()
            talking = next(row for row in everybody if row.account == "kanalpenanda")
            drafting = next(row for row in everybody if row.state.draft is not None)
            media = session.scalars(select(Media.id).order_by(Media.id)).all()
            replies = session.scalars(select(CannedReply.id)).all()
            kept = [row.id for row in self.services.inbox.kept()]
        assert drafting.state.draft is not None
        links = self.services.links
        tokens = (
            links.make(drafting.id, drafting.state.draft.key),
            links.make(talking.id, "0badf00d", DOWNLOAD),
            "/key-of-the-program",
        )
        return {
            "number": self.numbers,
            "media_id": list(media),
            "photo": list(media),
            "conversation_id": [row.id for row in everybody],
            "reply_id": list(replies)[-1:],
            "staff_id": [self.site.hire(Role.OFFICER)],
            "letter_id": kept,
            "token": [address.rpartition("/")[2] for address in tokens],
            "form": ["json", "xml"],
            "code": ["jalan"],
            "account": ["web"],
            "source": [SOURCE],
        }

    # --- viewers ---------------------------------------------------------------------------------------

    def screens(self) -> Iterator[tuple[str, FlaskClient]]:
        yield "stranger", self.site.browser()
        yield "neighbour", self.neighbour.client
        for role in STAFF_ROLES:
            yield role.value, self.site.officer(role, self.unit).client
        for name, (placed, unit) in ELSEWHERE.items():
            with self.services.database.write() as session:
                create_staff(session, name, name, placed, PASSWORD, clock=self.services.clock, unit=unit)
            officer = Officer(self.site.browser())
            assert officer.login(name).status_code == 302
            yield name, officer.client

    def programs(self) -> Iterator[tuple[str, str]]:
        """(viewer, token)"""
        alone = {scope.value: self._token(scope) for scope in (Scope.PUBLIC_READ, Scope.REPORTS_CREATE)}
        self._file(alone[Scope.REPORTS_CREATE])
        alone[Scope.TICKETS_WRITE] = self._token(Scope.TICKETS_WRITE, Role.ADMINISTRATOR)
        yield from alone.items()
        yield "elsewhere", self._token(Scope.TICKETS_READ, Role.KELURAHAN, "kelurahan/31.71.01.1001")
        for role in STAFF_ROLES:
            if role is not Role.DESK:
                yield role.value, self._token(Scope.TICKETS_READ, role)

    def _token(self, scope: Scope, role: Role | None = None, unit: str | None = None) -> str:
        bound = role in (Role.KELURAHAN, Role.UNIT, Role.OFFICER)
        unit = unit or (self.unit if bound else None)
        with self.services.database.write() as session:
            return create_token(session, scope.value, [scope], role, unit, clock=self.services.clock)

    def _file(self, token: str) -> None:
        body = {"category": "pohon", "description": "pohon miring", "place": {"area": "31.73.05.1003"}}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "key-of-the-program"}
        response = self.app.test_client().post("/api/v1/reports", json=body, headers=headers)
        assert response.status_code == 201, response.text

    # --- the walk --------------------------------------------------------------------------------------

    def walk(self, client: FlaskClient, headers: Mapping[str, str], rules: list[Rule]) -> Seen:
        seen = Seen()
        for rule in rules:
            for path in self._paths(rule):
                response = client.get(path, headers=dict(headers))
                assert response.status_code < 500, f"{path} answered {response.status_code}"
                assert response.status_code != 429, path
                if response.status_code == 200:
                    seen.opened.add(rule.endpoint)
                for found in _found(response):
                    if (rule.endpoint, found) not in AGGREGATES:
                        seen.fields[found].add(path)
                response.close()
        return seen

    def _paths(self, rule: Rule) -> Iterator[str]:
        unknown = rule.arguments - set(self.fills)
        assert not unknown, (
            f"the walk does not know what to put into {', '.join(sorted(unknown))} of {rule.rule}: add it to _fills"
        )
        names = sorted(rule.arguments)
        with self.app.test_request_context():
            for values in itertools.product(*(self.fills[name] for name in names)):
                built = rule.build(dict(zip(names, values, strict=True)))
                assert built is not None, rule
                yield built[1]
                if rule.endpoint in SEARCHED:
                    yield from (f"{built[1]}?{SEARCHED[rule.endpoint]}={number}" for number in self.numbers)

    @property
    def rules(self) -> list[Rule]:
        return [r for r in self.app.url_map.iter_rules() if "GET" in (r.methods or ()) and r.endpoint != "static"]


SEARCHED = {
    "pages.track": "nomor",
    "staff.tickets": "cari",
    "staff.export": "cari",
    "open311.requests": "service_request_id",
    "staff.audit": "laporan",
}
"""Routes that show a ticket for its number: the parameter."""


def _found(response: TestResponse) -> Iterator[str]:
    data = response.get_data()
    if response.content_type.startswith("image/jpeg"):
        colour = Image.open(io.BytesIO(data)).convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert isinstance(colour, tuple)
        for name, wanted in COLOURS.items():
            if all(abs(is_ - was) < 30 for is_, was in zip(colour, wanted, strict=True)):
                yield name
        return
    text = data.decode("utf-8", "replace") + _OF_THE_CLOCK.sub("", str(response.headers))
    yield from (name for name, mark in MARKS.items() if mark.search(text))


_OF_THE_CLOCK = re.compile(r"(expires=|date: |last-modified: )[^;\r\n]*", re.IGNORECASE)
"""Headers that tell when the test runs, which may be a quarter to eleven as well."""

Walked = tuple[Town, dict[str, Seen], dict[str, Seen]]
"""The town, and what persons and programs saw."""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with pytest.MonkeyPatch.context() as patch:
        town = Town(Site(tmp_path_factory.mktemp("walk"), patch))
        api = [rule for rule in town.rules if rule.rule.startswith(("/api/", "/open311/"))]
        tokens = dict(town.programs())
        screens = {viewer: town.walk(client, {}, town.rules) for viewer, client in town.screens()}
        programs = {
            viewer: town.walk(town.app.test_client(), {"Authorization": f"Bearer {token}"}, api)
            for viewer, token in tokens.items()
        }
        yield town, screens, programs
        town.services.database.close()


@pytest.mark.parametrize("viewer", table(SCREENS))
def test_a_person_sees_exactly_what_the_table_says(walked: Walked, viewer: str) -> None:
    _compare(table(SCREENS)[viewer], walked[1][viewer])


@pytest.mark.parametrize("viewer", table(PROGRAMS))
def test_a_program_sees_exactly_what_the_table_says(walked: Walked, viewer: str) -> None:
    _compare(table(PROGRAMS)[viewer], walked[2][viewer])


def _compare(allowed: set[str], seen: Seen) -> None:
    too_much = {name: sorted(paths)[:5] for name, paths in seen.fields.items() if name not in allowed}
    assert too_much == {}, "more than may be seen"
    assert allowed - set(seen.fields) == set(), "may be seen, and stands nowhere"


def test_everybody_is_in_the_table(walked: Walked) -> None:
    _, screens, programs = walked
    assert (set(screens), set(programs)) == (set(table(SCREENS)), set(table(PROGRAMS)))
    for text in (SCREENS, PROGRAMS):
        assert rows(text) == set(MARKS) | set(COLOURS)


def test_every_route_was_opened_by_somebody(walked: Walked) -> None:
    town, screens, programs = walked
    opened = set().union(*(seen.opened for seen in (*screens.values(), *programs.values())))
    closed = {rule.endpoint for rule in town.rules if rule.arguments} - opened - set(NOT_OPENED)
    assert closed == set(), "nobody could open these with what the walk put in: give _fills something that opens them"


def test_a_route_with_a_part_that_the_walk_does_not_know_is_named(walked: Walked) -> None:
    rule = Rule("/petugas/baru/<unheard_of>", endpoint="staff.new")
    Map([rule])
    with pytest.raises(AssertionError, match=r"unheard_of of /petugas/baru/<unheard_of>: add it to _fills"):
        list(walked[0]._paths(rule))


def test_the_walk_sees_what_it_looks_for(walked: Walked) -> None:
    """Each mark stands in the database, or a field that nobody may see would prove nothing."""
    town = walked[0]
    with town.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == town.numbers[0])).one()
        assert ticket.opened_at - REPORTED < timedelta(minutes=1)
        assert MARKS["description of the private"].search(ticket.description)
        assert town.services.vault.decrypt(ticket.reporter.address) == "alamat-penanda"
        assert session.scalar(select(InboundMessage.id).where(InboundMessage.text == "obrolan-penanda"))
