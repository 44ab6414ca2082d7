"""Forged mails, each in every situation in which a citizen's word would change something: not one may change it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from bots.mail.signing import Signer
from bots.shared.frame import HookRequest, Received
from core.intake.intake import Taken
from core.kernel.actor import Actor
from core.kernel.errors import PayloadError
from core.kernel.states import Role, State
from core.protection.vault import Vault
from core.storage.base import Base
from core.storage.models import Conversation, Escalation, InboundMessage, OutboundMessage, Ticket
from core.tickets.steps import StartWork
from tests.bots.mail.conftest import ADDRESS, CITIZEN, SECRETS, make_channel
from tests.bots.mail.fake_smtp import smtp, smtp_server
from tests.bots.mail.test_conversation import Correspondent, open_ticket, text_of
from tests.support.house import KEY, House
from tests.support.reports import put_report
from tests.support.understanding import act

SERVER = "mx.kota.test"
ATTACKER = "penyerang@jahat.test"
OTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
PASS = f"Authentication-Results: {SERVER}; dmarc=pass header.from=warga.test"
FAIL = f"Authentication-Results: {SERVER}; spf=fail smtp.mailfrom=jahat.test; dmarc=fail header.from=warga.test"
PASS_OF_ATTACKER = f"Authentication-Results: {SERVER}; spf=pass; dmarc=pass header.from=jahat.test"


@dataclass
class Scene:
    """A citizen in the middle of something, and a forger who knows all but what our mails to the citizen hold."""

    house: House
    citizen: Correspondent
    signer: Signer
    number: str = ""
    """Of the citizen's ticket."""
    strange: str = ""
    """Of somebody else's."""
    count: int = 0

    def post(self, raw: bytes, fields: Mapping[str, str] | None = None) -> Received:
        return self.citizen.channel.receive(_request(raw, fields))

    def forge(self, way: Way, text: str) -> None:
        """Post a forged mail as a provider's webhook would, and take in what comes out of it."""
        self.count += 1
        head = way.head(self) if callable(way.head) else way.head
        names = {line.partition(":")[0].lower() for line in head}
        lines = [
            *head,
            *(() if "from" in names else (f"From: Budi Contoh <{CITIZEN}>",)),
            *(() if "to" in names else (f"To: {ADDRESS}",)),
            f"Message-ID: <palsu-{self.count}@jahat.test>",
        ]
        raw = ("\r\n".join(lines) + f"\r\n\r\n{text}\r\n").encode("utf-8", "surrogateescape")
        try:
            received = self.post(raw, way.fields)
        except PayloadError:
            return  # kept for an operator
        for message in received.messages:
            self.house.services.intake.take(message)

    def id_to(self, address: str) -> str:
        return self.signer.message_id(1, address, self.house.clock())

    def sealed_to(self, address: str) -> str:
        return self.signer.reply_address(address)

    def snapshot(self) -> Mapping[str, Any]:
        """All that a citizen's word can change."""
        tables = ("ticket", "ticket_event", "ticket_photo", "follower", "staff_chat")
        watched = {self.number, self.strange}
        with self.house.services.database.read() as session:
            rows = {name: session.execute(select(Base.metadata.tables[name])).all() for name in tables}
            mine = session.scalars(select(Conversation).where(Conversation.account == "mail")).all()
            [own] = [one for one in mine if self.house.vault.decrypt(one.address) == CITIZEN]
            kept = {"state": own.state.model_copy(update={"apart": (), "group": None})}
            names = ("language", "thread", "blocked", "barred", "erased_at", "download_key", "address_hash")
            said = session.query(InboundMessage).filter_by(conversation_id=own.id, proven=True).count()
            # The forger may report in a name of his own.
            tickets = {row.id for row in rows["ticket"] if row.number in watched or row.reporter_id == own.id}
            rows["ticket"] = [row for row in rows["ticket"] if row.id in tickets]
            for name in ("ticket_event", "ticket_photo", "follower"):
                rows[name] = [row for row in rows[name] if row.ticket_id in tickets]
            rows["follower"] = [row for row in rows["follower"] if row.conversation_id == own.id]
            return {**rows, **kept, **{name: getattr(own, name) for name in names}, "said": said}


def _request(raw: bytes, fields: Mapping[str, str] | None = None) -> HookRequest:
    body, headers = raw, dict[str, str]()
    if fields is not None:
        headers = {"content-type": "multipart/form-data; boundary=batas"}
        parts = {**{name: value.encode() for name, value in fields.items()}, "email": raw}
        body = b"".join(
            b'--batas\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
            for name, value in parts.items()
        )
        body += b"--batas--\r\n"
    query = {"token": SECRETS["hook_secret"]}
    return HookRequest("POST", "https://tanggap.test/webhooks/mail", headers, query, {}, body, "127.0.0.1")


@dataclass(frozen=True)
class Way:
    """How a mail is forged: its header, and what the provider found out."""

    head: tuple[str, ...] | Callable[[Scene], tuple[str, ...]] = ()
    fields: Mapping[str, str] | None = field(default=None)


def _altered(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"


def _answering(scene: Scene, reference: str, to: str, *more: str) -> tuple[str, ...]:
    return (f"To: {to}", f"In-Reply-To: {reference}", f"References: {reference}", *more)


def _foreign_id(scene: Scene) -> str:
    return Signer(Vault(OTHER_KEY), "mail", ADDRESS, "+").message_id(1, CITIZEN, scene.house.clock())


def _old_id(scene: Scene) -> str:
    return scene.signer.message_id(1, CITIZEN, scene.house.clock() - timedelta(days=400))


A_R = f"Authentication-Results: {SERVER}"
WAYS: dict[str, Way] = {
    # what the server found out
    "nothing at all": Way(),
    "spf and dmarc fail": Way((FAIL,)),
    "dkim fails, no policy": Way((f"{A_R}; dkim=fail header.d=warga.test; dmarc=none header.from=warga.test",)),
    "spf and dkim pass, dmarc fails": Way((f"{A_R}; spf=pass; dkim=pass header.d=jahat.test; dmarc=fail",)),
    "spf alone passes": Way((f"{A_R}; spf=pass smtp.mailfrom=warga.test",)),
    "dkim alone passes": Way((f"{A_R}; dkim=pass header.d=warga.test",)),
    "temporary error": Way((f"{A_R}; dmarc=temperror header.from=warga.test",)),
    "best guess": Way((f"{A_R}; dmarc=bestguesspass header.from=warga.test",)),
    "passes for another domain": Way((f"{A_R}; dmarc=pass header.from=jahat.test",)),
    "passes for a parent": Way((f"{A_R}; dmarc=pass header.from=test",)),
    "passes for a child": Way((f"{A_R}; dmarc=pass header.from=x.warga.test",)),
    "passes for nobody": Way((f"{A_R}; dmarc=pass",)),
    "passes for two": Way((f"{A_R}; dmarc=pass header.from=jahat.test header.from=warga.test",)),
    # who said so
    "another server": Way(("Authentication-Results: mx.jahat.test; dmarc=pass header.from=warga.test",)),
    "a longer name": Way((f"Authentication-Results: {SERVER}.jahat.test; dmarc=pass header.from=warga.test",)),
    "a shorter name": Way(("Authentication-Results: kota.test; dmarc=pass header.from=warga.test",)),
    "no name": Way(("Authentication-Results: ; dmarc=pass header.from=warga.test",)),
    "name in a comment": Way((f"Authentication-Results: jahat.test ({SERVER}); dmarc=pass header.from=warga.test",)),
    "a forged one below ours": Way((FAIL, PASS)),
    "a forged one below ours without dmarc": Way((f"{A_R}; spf=fail", PASS)),
    "a forged one above ours": Way((PASS, FAIL)),
    "many forged ones": Way((FAIL, PASS, PASS, PASS)),
    "ours cut by an open quote": Way((f'{A_R}; spf=pass smtp.mailfrom="x; dmarc=fail header.from=warga.test', PASS)),
    "ours cut by an open bracket": Way((f"{A_R}; spf=pass smtp.mailfrom=(x; dmarc=fail header.from=warga.test", PASS)),
    "ours pushed out of sight": Way((f"{A_R}; spf=fail smtp.mailfrom={'x' * 5000}; dmarc=fail", PASS)),
    "pass in a comment": Way((f"{A_R}; spf=fail (; dmarc=pass header.from=warga.test;)",)),
    "pass in nested comments": Way((f"{A_R}; spf=fail ((a) ; dmarc=pass header.from=warga.test; (b))",)),
    "pass in a quoted sender": Way(
        (f'{A_R}; spf=pass smtp.mailfrom="; dmarc=pass header.from=warga.test;"@jahat.test; dmarc=fail',)
    ),
    "pass beside fail": Way((f"{A_R}; dmarc=pass header.from=warga.test; dmarc=fail header.from=warga.test",)),
    "arc": Way((f"ARC-Authentication-Results: i=1; {SERVER}; dmarc=pass header.from=warga.test",)),
    "another field": Way((f"X-Authentication-Results: {SERVER}; dmarc=pass header.from=warga.test",)),
    "received-spf": Way(("Received-SPF: pass (mx.kota.test: domain of warga.test)", f"Return-Path: <{CITIZEN}>")),
    "a space before the colon": Way((f"Authentication-Results : {SERVER}; dmarc=pass header.from=warga.test",)),
    # who it is from
    "address as a name": Way((PASS_OF_ATTACKER, f'From: "{CITIZEN}" <{ATTACKER}>')),
    "address as an encoded name": Way((PASS_OF_ATTACKER, f"From: =?utf-8?q?budi.contoh=40warga.test?= <{ATTACKER}>")),
    "encoded address": Way((PASS_OF_ATTACKER, "From: =?utf-8?q?budi.contoh=40warga.test?=")),
    "address in a comment": Way((PASS_OF_ATTACKER, f"From: {ATTACKER} ({CITIZEN})")),
    "comment first": Way((PASS_OF_ATTACKER, f"From: ({ATTACKER}) {CITIZEN}")),
    "two angles": Way((PASS_OF_ATTACKER, f"From: <{CITIZEN}> <{ATTACKER}>")),
    "two authors": Way((PASS_OF_ATTACKER, f"From: {CITIZEN}, {ATTACKER}")),
    "two from fields": Way((PASS_OF_ATTACKER, f"From: {ATTACKER}", f"From: {CITIZEN}")),
    "two from fields, turned": Way((PASS_OF_ATTACKER, f"From: {CITIZEN}", f"From: {ATTACKER}")),
    "a group": Way((PASS_OF_ATTACKER, f"From: warga: {CITIZEN};")),
    "a group and an author": Way((PASS_OF_ATTACKER, f"From: warga: {CITIZEN};, {ATTACKER}")),
    "a route": Way((PASS_OF_ATTACKER, f"From: <@jahat.test:{CITIZEN}>")),
    "percent": Way((PASS_OF_ATTACKER, "From: <budi.contoh%warga.test@jahat.test>")),
    "two at signs": Way((PASS_OF_ATTACKER, "From: <budi.contoh@warga.test@jahat.test>")),
    "quoted local part": Way((PASS_OF_ATTACKER, f'From: "{CITIZEN}"@jahat.test')),
    "a nul": Way((PASS_OF_ATTACKER, f"From: {CITIZEN}\0 <{ATTACKER}>")),
    "sender": Way((PASS_OF_ATTACKER, f"From: {ATTACKER}", f"Sender: {CITIZEN}")),
    "sender turned": Way((PASS_OF_ATTACKER, f"From: {CITIZEN}", f"Sender: {ATTACKER}")),
    "reply-to": Way((PASS_OF_ATTACKER, f"From: {ATTACKER}", f"Reply-To: {CITIZEN}")),
    "resent": Way((PASS_OF_ATTACKER, f"From: {ATTACKER}", f"Resent-From: {CITIZEN}")),
    "from in capitals": Way((FAIL, "From: BUDI.CONTOH@WARGA.TEST")),
    # by a list of ours
    "author of a list": Way(
        (
            f"{A_R}; dmarc=pass header.from=kota.test",
            f"From: Budi via Lapor <{ADDRESS}>",
            "List-ID: <lapor.kota.test>",
            f"X-Original-From: {CITIZEN}",
        )
    ),
    "google's author of a list": Way(
        (
            f"{A_R}; dmarc=pass header.from=kota.test",
            f"From: {ADDRESS}",
            "List-ID: <lapor.kota.test>",
            f"X-Google-Original-From: {CITIZEN}",
        )
    ),
    "author of no list": Way((PASS_OF_ATTACKER, f"From: {ATTACKER}", f"X-Original-From: {CITIZEN}")),
    "author of an invented list": Way(
        (PASS_OF_ATTACKER, f"From: {ATTACKER}", f"X-Original-From: {CITIZEN}", "List-ID: <lapor.kota.test>")
    ),
    "our own address": Way((f"From: {ADDRESS}", f"Reply-To: {CITIZEN}")),
    # with what our mails hold
    "our id, stolen": Way(lambda scene: _answering(scene, scene.id_to(CITIZEN), ADDRESS)),
    "our id, stolen, from elsewhere": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN), ADDRESS, f"From: {ATTACKER}", PASS_OF_ATTACKER)
    ),
    "our id and another's address": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN), scene.sealed_to(ATTACKER))
    ),
    "another's id and address": Way(lambda scene: _answering(scene, scene.id_to(ATTACKER), scene.sealed_to(ATTACKER))),
    "another's id, our address": Way(lambda scene: _answering(scene, scene.id_to(ATTACKER), scene.sealed_to(CITIZEN))),
    "the address alone": Way(lambda scene: (f"To: {scene.sealed_to(CITIZEN)}",)),
    "the address altered": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN), _altered(scene.sealed_to(CITIZEN)))
    ),
    "the address cut": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN), scene.sealed_to(CITIZEN).replace("@", "", 1)[:-9] + "@x")
    ),
    "the id altered": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN).replace("<1.", "<2."), scene.sealed_to(CITIZEN))
    ),
    "an id under another key": Way(lambda scene: _answering(scene, _foreign_id(scene), scene.sealed_to(CITIZEN))),
    "over": Way(lambda scene: _answering(scene, _old_id(scene), scene.sealed_to(CITIZEN))),
    "the id in the subject": Way(
        lambda scene: (f"Subject: Re: {scene.id_to(CITIZEN)}", f"To: {scene.sealed_to(CITIZEN)}")
    ),
    "a token of zeros": Way(lambda scene: _answering(scene, scene.id_to(CITIZEN), f"lapor+{'a' * 24}@kota.test")),
    "a token in the name": Way(
        lambda scene: _answering(scene, scene.id_to(CITIZEN), f'"{scene.sealed_to(CITIZEN)}" <{ADDRESS}>')
    ),
    # what the provider found out
    "provider: spf of another": Way((), {"SPF": "pass", "envelope": f'{{"from": "{ATTACKER}"}}'}),
    "provider: spf fails": Way((), {"SPF": "fail", "envelope": f'{{"from": "{CITIZEN}"}}'}),
    "provider: spf without envelope": Way((), {"SPF": "pass"}),
    "provider: dkim of another": Way((), {"dkim": "{@jahat.test : pass}"}),
    "provider: dkim fails": Way((), {"dkim": "{@warga.test : fail}"}),
    "provider: dkim of a child": Way((), {"dkim": "{@x.warga.test : pass}"}),
    "provider: dkim of a parent": Way((), {"dkim": "{@test : pass}"}),
    "provider: broken envelope": Way((), {"SPF": "pass", "envelope": "{" * 500}),
    "provider: mailgun, another": Way((), {"X-Mailgun-Spf": "Pass", "sender": ATTACKER}),
    "provider: fields in the mail": Way(("SPF: pass", "dkim: {@warga.test : pass}", f"sender: {CITIZEN}"), {}),
    "provider: of a list": Way(
        (f"From: {ADDRESS}", "List-ID: <lapor.kota.test>", f"X-Original-From: {CITIZEN}"),
        {"dkim": "{@warga.test : pass}"},
    ),
}


# --- situations ---------------------------------------------------------------------------------------


def _fresh(scene: Scene) -> None:
    scene.number = open_ticket(scene.citizen)


def _settled(scene: Scene) -> None:
    _fresh(scene)
    scene.citizen.say("Jangan")


def _public(scene: Scene) -> None:
    _fresh(scene)
    scene.citizen.say("Boleh")


def _resolved(scene: Scene) -> None:
    _settled(scene)
    with scene.house.services.database.write() as session:
        ticket = session.query(Ticket).filter_by(number=scene.number).one()
        ticket.state, ticket.done_at = State.RESOLVED, scene.house.clock()


def _asked_to_forget(scene: Scene) -> None:
    _settled(scene)
    scene.citizen.say("hapus data saya")


def _asked_to_withdraw(scene: Scene) -> None:
    _settled(scene)
    scene.citizen.say("batal")


def _drafting(scene: Scene) -> None:
    _settled(scene)
    scene.citizen.say("Sampah menumpuk di depan pasar sejak seminggu")


def _ready(scene: Scene) -> None:
    """Only to be confirmed."""
    _drafting(scene)
    scene.citizen.say("Kelurahan Kebon Jeruk")
    for _ in range(3):
        if "Kirim" in text_of(scene.citizen.last):
            break
        scene.citizen.say("1" if "Kebon Jeruk" in text_of(scene.citizen.last) else "lewati")
    assert "Kirim" in text_of(scene.citizen.last)


def _following(scene: Scene) -> None:
    _settled(scene)
    scene.strange = put_report(scene.house)


SITUATIONS: dict[str, tuple[Callable[[Scene], None], tuple[str, ...]]] = {
    "asked to publish": (_fresh, ("Boleh", "1", "ya", "Jangan")),
    "settled": (
        _settled,
        (
            "hapus data saya",
            "Tolong hapus semua data saya ya. Terima kasih.",
            "data saya",
            "batalkan laporan {number}",
            "Tambahan untuk {number}: lampunya ada dua",
        ),
    ),
    "public": (_public, ("Jangan", "2")),
    "resolved": (_resolved, ("Sudah beres, bintang 5 untuk {number}", "{number} belum beres, masih gelap")),
    "asked to forget": (_asked_to_forget, ("1", "ya", "Hapus data saya")),
    "asked to withdraw": (_asked_to_withdraw, ("1", "ya", "Ya, batalkan")),
    "drafting": (_drafting, ("Kelurahan Gambir", "batal", "lewati", "Bukan, di Tebet Timur")),
    "ready": (_ready, ("Kirim", "1", "ya", "batal", "3", "Foto saya menyusul")),
    "following": (_following, ("ikuti {strange}", "pantau laporan {strange}", "TAUT-ABCDE-FGHJK")),
}


ACTS = {
    "batalkan laporan": "cancel",
    "beres": "rate",
    "tambahan": "add_information",
    "status": "ask_status",
    "bukan, di": "correct",
}
"""What the model would make of the texts above."""


@pytest.fixture
def scene(house: House) -> Iterator[Scene]:
    read = house.understander.parse
    house.understander.parse = lambda text: next((act(ACTS[s]) for s in ACTS if s in text.casefold()), read(text))  # type: ignore[method-assign]
    with smtp_server() as server:
        channel = make_channel(house.services.media, house.clock, smtp=smtp(server), authserv=SERVER)
        house.channels["mail"] = channel  # type: ignore[assignment]
        yield Scene(house, Correspondent(house, channel, server), Signer(Vault(KEY), "mail", ADDRESS, "+"))


def test_there_are_enough_of_them() -> None:
    assert len(WAYS) >= 60


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_forged_mail_changes_anything(name: str, scene: Scene) -> None:
    prepare, texts = SITUATIONS[name]
    prepare(scene)
    before, changed, written = scene.snapshot(), list[str](), len(scene.citizen.mails)
    for turn, way in enumerate(WAYS):
        text = texts[turn % len(texts)]
        scene.forge(WAYS[way], text.format(number=scene.number, strange=scene.strange))
        if (after := scene.snapshot()) != before:
            changed.append(f"{way}: {text}")
            before = after
        scene.house.clock.advance(timedelta(days=1))
    print(f"{name}: {len(changed)} of {scene.count} forged mails changed something")
    assert not changed
    answers = [mail for mail in scene.citizen.mails[written:] if str(mail["To"]) == CITIZEN]
    assert len(answers) <= len(WAYS)


# --- what the same words do once they are proven ------------------------------------------------------


def _published(scene: Scene) -> bool:
    with scene.house.services.database.read() as session:
        return session.query(Ticket).filter_by(number=scene.number).one().public


def _state(scene: Scene) -> State:
    with scene.house.services.database.read() as session:
        return session.query(Ticket).filter_by(number=scene.number).one().state


def _events(scene: Scene, verb: str) -> list[str]:
    with scene.house.services.database.read() as session:
        ticket = session.query(Ticket).filter_by(number=scene.number).one()
        return [event.said or "" for event in ticket.events if event.verb == verb]


def _erased(scene: Scene) -> bool:
    with scene.house.services.database.read() as session:
        return not session.query(Ticket).filter_by(number=scene.number).one().reporter.address_hash or all(
            one.erased_at is not None or scene.house.vault.decrypt(one.address) != CITIZEN
            for one in session.query(Conversation).filter_by(account="mail")
        )


CARRIED_OUT: dict[str, tuple[Callable[[Scene], None], str, Callable[[Scene], bool]]] = {
    "publish": (_fresh, "Boleh", _published),
    "hide": (_fresh, "Jangan", lambda scene: not _published(scene)),
    "withdraw": (_settled, "batalkan laporan {number}", lambda scene: _state(scene) is State.WITHDRAWN),
    "rate": (_resolved, "Sudah beres, bintang 5 untuk {number}", lambda scene: _events(scene, "rated") == ["5"]),
    "reopen": (_resolved, "{number} belum beres, masih gelap", lambda scene: _state(scene) is State.REOPENED),
    "add": (
        _settled,
        "Tambahan untuk {number}: lampunya ada dua",
        lambda scene: ["dua" in note for note in _events(scene, "added")] == [True],
    ),
    "erase": (_settled, "hapus data saya", _erased),
    "follow": (
        _following,
        "ikuti {strange}",
        lambda scene: any("akan dikabari" in text_of(mail) for mail in scene.citizen.mails),
    ),
}


def _answer(scene: Scene, mail: EmailMessage, text: str) -> None:
    assert scene.citizen.post(scene.citizen.write(text, answer=mail)) is Taken.NEW


@pytest.mark.parametrize("name", CARRIED_OUT)
def test_a_proven_yes_carries_out_what_was_asked(name: str, scene: Scene) -> None:
    prepare, text, done = CARRIED_OUT[name]
    prepare(scene)
    before = scene.snapshot()
    scene.forge(WAYS["nothing at all"], text.format(number=scene.number, strange=scene.strange))
    asked = scene.citizen.last
    assert "Balas surel ini" in text_of(asked)
    assert str(asked["To"]) == CITIZEN
    assert scene.snapshot() == before
    _answer(scene, asked, "ya" if len(name) % 2 else "1")
    assert done(scene)


@pytest.mark.parametrize("name", [name for name in CARRIED_OUT if name != "erase"])
def test_a_no_changes_nothing_and_is_thanked_for(name: str, scene: Scene) -> None:
    prepare, text, _ = CARRIED_OUT[name]
    prepare(scene)
    scene.forge(WAYS["nothing at all"], text.format(number=scene.number, strange=scene.strange))
    before = {key: value for key, value in scene.snapshot().items() if key not in ("said", "thread", "state")}
    _answer(scene, scene.citizen.last, "bukan")
    after = scene.snapshot()
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize(
    "way",
    [
        Way((PASS,)),
        Way(
            (f"Authentication-Results: {SERVER} 1; spf=fail (x); dmarc=pass (p=none dis=none) header.from=Warga.Test",)
        ),
        Way((), {"SPF": "pass", "envelope": f'{{"to": ["{ADDRESS}"], "from": "{CITIZEN}"}}'}),
        Way((), {"dkim": "{@warga.test : pass}"}),
        Way((), {"X-Mailgun-Spf": "Pass", "sender": CITIZEN}),
        Way(lambda scene: _answering(scene, scene.id_to(CITIZEN), scene.sealed_to(CITIZEN))),
        Way(lambda scene: _answering(scene, scene.id_to(CITIZEN), scene.sealed_to(CITIZEN).upper(), FAIL)),
        Way(lambda scene: _answering(scene, scene.id_to(CITIZEN), scene.sealed_to(CITIZEN), f"From: {ATTACKER}")),
        Way(lambda scene: _answering(scene, scene.signer.message_id(1, CITIZEN), scene.sealed_to(CITIZEN))),
    ],
)
def test_a_proven_mail_is_the_citizens_word_at_once(way: Way, scene: Scene) -> None:
    _fresh(scene)
    scene.forge(way, "Boleh")
    assert _published(scene)


def test_the_victims_own_answer_means_what_the_victim_was_asked(scene: Scene) -> None:
    """A forged wish to be forgotten, and then the victim says yes to being asked about publishing."""
    _fresh(scene)
    asked = scene.citizen.last
    scene.forge(WAYS["nothing at all"], "hapus data saya")
    scene.forge(WAYS["nothing at all"], "Sampah di tempat lain")
    _answer(scene, asked, "ya")
    assert (_published(scene), _erased(scene)) == (True, False)


def test_the_victims_report_goes_on_beside_a_forged_one(scene: Scene) -> None:
    _drafting(scene)
    asked = scene.citizen.last
    scene.forge(WAYS["nothing at all"], "Lampu jalan mati di Jalan Mawar")
    forged = scene.citizen.last
    _answer(scene, asked, "Kelurahan Kebon Jeruk")
    with scene.house.services.database.read() as session:
        [own] = session.query(Conversation).filter_by(account="mail").all()
        assert own.state.draft is not None
        assert "Mawar" not in own.state.draft.description
        assert [one.draft.description for one in own.state.apart if one.draft] == ["Lampu jalan mati di Jalan Mawar"]
    _answer(scene, forged, "Kelurahan Kebon Jeruk")
    with scene.house.services.database.read() as session:
        [own] = session.query(Conversation).filter_by(account="mail").all()
        assert own.state.draft is not None
        assert own.state.draft.description == "Lampu jalan mati di Jalan Mawar"
        assert ["Sampah" in one.draft.description for one in own.state.apart if one.draft] == [True]


def test_nobody_is_flooded_in_the_name_of_a_proof(scene: Scene) -> None:
    _settled(scene)
    written = len(scene.citizen.mails)
    for _ in range(30):
        scene.forge(WAYS["spf and dmarc fail"], "hapus data saya")
    assert len(scene.citizen.mails) - written == 1
    for number in range(30):
        scene.forge(WAYS["spf and dmarc fail"], f"Sampah nomor {number} menumpuk di pasar")
    assert len(scene.citizen.mails) - written <= 5
    with scene.house.services.database.read() as session:
        assert session.query(InboundMessage).filter_by(proven=False).count() == 20, "the brake holds the rest"
        assert [one.reason for one in session.query(Escalation)] == ["unproven"]


def test_what_is_answered_to_a_forged_mail_leaves_the_citizens_thread_alone(scene: Scene) -> None:
    _settled(scene)
    scene.forge(Way(("Subject: Klik tautan ini",)), "Sampah menumpuk")
    assert "Klik" in str(scene.citizen.last["Subject"])
    with scene.house.services.database.write() as session:
        scene.house.services.workflow.move(session, scene.number, StartWork(), Actor(Role.ADMINISTRATOR))
        reporter = session.query(Ticket).filter_by(number=scene.number).one().reporter_id
    scene.house.waker.deliver(reporter)
    assert "Klik" not in str(scene.citizen.last["Subject"])


def test_anybody_may_ask_for_the_public_state_and_learns_no_more(scene: Scene) -> None:
    _settled(scene)
    scene.forge(WAYS["nothing at all"], f"status {scene.number}")
    assert scene.number in text_of(scene.citizen.last)


def test_two_contents_under_one_message_id_are_two_messages_and_their_replays_none(scene: Scene) -> None:
    first = scene.citizen.write("Sampah menumpuk di depan pasar", subject="Sampah")
    other = first.replace(b"menumpuk di depan pasar", b"dibakar di belakang sekolah")
    replayed = [scene.citizen.post(raw) for raw in (first, other, first, other, first)]
    assert replayed == [Taken.NEW, Taken.NEW, Taken.REPLAY, Taken.REPLAY, Taken.REPLAY]
    by_another_way = b"Received: from x by y; Mon, 5 May 2025 10:00:00 +0700\r\n" + first
    assert scene.citizen.post(by_another_way) is Taken.REPLAY
    with scene.house.services.database.read() as session:
        assert session.query(InboundMessage).count() == 2


def test_a_replayed_webhook_asks_nobody_twice(scene: Scene) -> None:
    _settled(scene)
    raw = scene.citizen.write("hapus data saya", subject="Data")
    written = len(scene.citizen.mails)
    assert [scene.citizen.post(raw), scene.citizen.post(raw)] == [Taken.NEW, Taken.REPLAY]
    assert len(scene.citizen.mails) == written + 1


def test_what_we_ask_in_english_is_asked_in_english(scene: Scene) -> None:
    _settled(scene)
    scene.forge(WAYS["nothing at all"], "Please delete my data. I do not want you to have it any longer.")
    assert re.search(r"answer this email", text_of(scene.citizen.last), re.IGNORECASE)
    with scene.house.services.database.read() as session:
        assert session.query(Conversation).filter_by(account="mail").one().language == "id"
        assert session.query(OutboundMessage).filter(OutboundMessage.thread.is_not(None)).count() >= 1
