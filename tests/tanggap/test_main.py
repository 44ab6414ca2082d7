"""The command line, on a throw-away folder."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete, select, update
from typer.testing import CliRunner

import tanggap.main
from core.config import load_config
from core.kernel.actor import Actor
from core.kernel.errors import TanggapError, UnderstandingUnavailableError
from core.kernel.states import Role
from core.messaging.media_store import MediaStore
from core.protection.vault import KEYS_VARIABLE, Vault
from core.reports import counts
from core.storage.database import Database
from core.storage.models import Conversation, Staff, Ticket
from core.storage.tally_models import TallyChange
from tests.support.house import KEY, ROOT, House, picture

runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project's config, as a fresh checkout has it, and an empty environment."""
    (tmp_path / "config.yml").write_text((ROOT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEYS_VARIABLE, KEY)
    monkeypatch.delenv("TANGGAP_TELEGRAM_TOKEN", raising=False)
    return tmp_path


@pytest.fixture
def number(home: Path) -> str:
    """A ticket in the folder's database."""
    house = House(home / "other", load_config(home / "config.yml"), database="sqlite:///var/tanggap.db")
    number = house.report()
    house.services.database.close()
    return number


def run(*arguments: str) -> str:
    result = runner.invoke(tanggap.main.app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def flat(said: str) -> str:
    """Without the line breaks of a narrow terminal."""
    return " ".join(said.split())


@pytest.mark.usefixtures("home")
def test_check_goes_through_the_channels_and_names_what_is_missing() -> None:
    said = run("check")
    assert "channel web: web: ready" in said
    assert "TANGGAP_TELEGRAM_TOKEN" in said


@pytest.mark.usefixtures("home")
def test_check_says_that_photos_wait_for_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "photos: in order" in run("check")
    monkeypatch.setattr(MediaStore, "free", lambda store: 5 * 1024**2)
    found = run("check")
    assert "only 5 MB are free" in found
    assert "photos.floor_mb" in found


@pytest.mark.usefixtures("home")
def test_check_says_when_the_key_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEYS_VARIABLE)
    with pytest.raises(TanggapError, match=KEYS_VARIABLE):
        run("check")


@pytest.mark.usefixtures("home")
def test_check_makes_no_database() -> None:
    assert "keys: not tried" in run("check")
    assert not Path("var/tanggap.db").exists()


def test_check_tries_the_keys_on_the_database(home: Path, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "keys: open the database" in run("check")
    monkeypatch.setenv(KEYS_VARIABLE, Vault.new_key())
    with pytest.raises(TanggapError, match=f"{KEYS_VARIABLE}: opens nothing"):
        run("check")


def test_check_says_what_is_unwise(home: Path) -> None:
    config = home / "config.yml"
    public = re.sub("public_url:.*", "public_url: https://lapor.example", config.read_text(encoding="utf-8"))
    config.write_text(public, encoding="utf-8")
    assert "! server.proxies: names none" in run("check")


def test_an_understanding_that_is_started_here_lies_here(home: Path) -> None:
    config = home / "config.yml"
    away = config.read_text(encoding="utf-8").replace("http://127.0.0.1:5005", "http://10.1.0.20:5005")
    config.write_text(away, encoding="utf-8")
    with pytest.raises(TanggapError, match=r"understanding: .*start: false"):
        run("check")


def test_a_channel_that_is_demanded_but_has_no_secret_stops_the_start(home: Path) -> None:
    config = home / "config.yml"
    demanded = config.read_text(encoding="utf-8").replace("{kind: telegram}", "{kind: telegram, enabled: true}")
    config.write_text(demanded, encoding="utf-8")
    with pytest.raises(TanggapError, match=r"channels\.telegram: TANGGAP_TELEGRAM_TOKEN is not set"):
        run("check")


def test_a_channel_of_no_known_kind_stops_the_start(home: Path) -> None:
    config = home / "config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("kind: telegram", "kind: pigeon"), encoding="utf-8")
    with pytest.raises(TanggapError, match="pigeon"):
        run("check")


def test_tickets_are_listed_shown_and_moved(home: Path, number: str) -> None:
    assert number in run("tickets", "list")
    assert "lampu jalan mati" in run("tickets", "show", number.lower())
    run("tickets", "move", number, "in_progress", "--note", "petugas berangkat")
    (home / "bukti.jpg").write_bytes(picture())
    run("tickets", "move", number, "awaiting_validation", "--note", "diganti", "--photo", "bukti.jpg")
    assert "Selesai" in run("tickets", "move", number, "resolved")
    assert "petugas berangkat" in run("tickets", "show", number)


@pytest.mark.usefixtures("home")
def test_a_step_that_the_table_forbids_is_said_in_one_line(number: str) -> None:
    with pytest.raises(TanggapError, match="it may go to"):
        run("tickets", "move", number, "resolved")


@pytest.mark.usefixtures("home")
def test_a_number_that_no_ticket_bears_is_said_so() -> None:
    with pytest.raises(TanggapError, match="no ticket bears"):
        run("tickets", "show", "K7M4-2XPR")


@pytest.mark.usefixtures("home")
def test_staff_are_added_listed_and_closed() -> None:
    unit = "kelurahan/31.74.01.1001"
    first = run("staff", "add", "lurah", "Lurah Contoh", "--role", "kelurahan", "--unit", unit)
    again = run("staff", "reset-password", "LURAH")
    passwords = {re.search(r"password (\S+)", said).group(1) for said in (first, again)}  # type: ignore[union-attr]
    assert len(passwords) == 2
    assert "lurah" in run("staff", "list", "contoh")
    run("staff", "reset-second-factor", "lurah")
    assert "can't log in" in run("staff", "deactivate", "lurah")
    assert "lurah" not in run("staff", "list")
    assert "closed" in run("staff", "list", "--all")
    assert "may log in" in run("staff", "activate", "lurah")


@pytest.mark.usefixtures("number")
def test_what_a_leaver_has_is_given_on_and_check_names_what_was_left_behind() -> None:
    for name in ("lama", "baru"):
        run("staff", "add", name, name, "--role", "officer", "--unit", "kelurahan/31.73.05.1001")
    database = Database("sqlite:///var/tanggap.db")
    with database.write() as session:
        ids = dict(session.execute(select(Staff.username, Staff.id)).all())
        session.execute(update(Ticket).values(assignee_id=ids["lama"]))
    with pytest.raises(TanggapError, match="--to-queue"):
        run("staff", "deactivate", "lama")
    with database.write() as session:
        session.execute(update(Staff).where(Staff.username == "lama").values(active=False))
    assert "reassign --from-person lama" in flat(run("check"))
    assert "1 ticket(s) given on" in run("tickets", "reassign", "--from-person", "lama", "--to-person", "baru")
    assert "1 ticket(s) given to the queues" in run("staff", "deactivate", "baru", "--to-queue")
    with database.write() as session:
        session.execute(update(Ticket).values(unit="dinas_lama"))
    assert "reassign --from dinas_lama --to UNIT" in flat(run("check"))
    assert "1 ticket(s) given on" in run("tickets", "reassign", "--from", "dinas_lama", "--to", "sda")
    assert "dinas_lama" not in run("check")
    for wrong in (("--to", "sda"), ("--from", "sda"), ("--from-person", "lama", "--to", "sda")):
        with pytest.raises(TanggapError, match="--from"):
            run("tickets", "reassign", *wrong)
    database.close()


@pytest.mark.usefixtures("home")
def test_check_looks_at_tickets_without_making_a_database(home: Path) -> None:
    assert "not looked at" in flat(run("check"))
    assert not (home / "var" / "tanggap.db").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "wrong",
    [
        ("add", "x", "X", "--role", "moderator"),
        ("add", "lurah", "X", "--role", "kelurahan"),
        ("add", "lurah", "X", "--role", "kelurahan", "--unit", "tidak_ada"),
        ("add", "lurah", "X", "--role", "reporter"),
        ("deactivate", "siapa"),
    ],
)
def test_a_step_on_an_account_that_makes_no_sense_is_refused(wrong: tuple[str, ...]) -> None:
    with pytest.raises(TanggapError):
        run("staff", *wrong)


@pytest.mark.usefixtures("home")
def test_the_last_administrator_stays() -> None:
    run("staff", "add", "kepala", "Kepala Contoh", "--role", "administrator")
    with pytest.raises(TanggapError, match="last active administrator"):
        run("staff", "deactivate", "kepala")


@pytest.mark.usefixtures("home")
def test_locate_answers_json() -> None:
    answer = json.loads(run("locate", "Jl. Mawar kel. Tebet Barat"))
    assert answer["committed"]["kelurahan"] == "Tebet Barat"
    assert answer["ask"] is None


def test_locate_takes_a_whole_file(home: Path) -> None:
    (home / "texts.csv").write_text("text,lat,lon\nkel. Tebet Barat,,\n,-6.2,106.8\ndekat pasar,,\n", encoding="utf-8")
    answers = [json.loads(line) for line in run("locate", "--batch", "texts.csv").splitlines()]
    assert answers[0]["committed"]["kelurahan"] == "Tebet Barat"
    assert answers[1]["committed"] is None
    assert answers[2]["ask"]


@pytest.mark.usefixtures("home")
def test_locate_without_a_question_says_what_to_give() -> None:
    with pytest.raises(TanggapError, match="--pin"):
        run("locate")


@pytest.mark.usefixtures("home")
def test_a_new_key_opens_a_vault() -> None:
    Vault(run("key").strip())


@pytest.fixture
def kept(home: Path) -> int:
    """A mail that could not be parsed, in the folder's database."""
    config = home / "config.yml"
    mail = (
        "  mail: {kind: mail, address: lapor@kota.example, imap: {host: imap.kota.example}, smtp: {host: s.example}}\n"
    )
    config.write_text(
        config.read_text(encoding="utf-8").replace("channels:\n", f"channels:\n{mail}", 1), encoding="utf-8"
    )
    house = House(home / "other", load_config(config), database="sqlite:///var/tanggap.db")
    house.services.door.keep("mail", b"From: warga@kota.example\r\n\r\nrahasia \xff", "unknown charset")
    house.services.database.close()
    return 1


def test_what_could_not_be_parsed_is_listed_shown_and_settled(kept: int) -> None:
    assert "unknown charset" in run("kept", "list")
    assert "rahasia" in run("kept", "show", str(kept))
    run("kept", "settle", str(kept))
    assert run("kept", "list").strip() == ""


@pytest.mark.usefixtures("home")
def test_nothing_is_kept_under_an_unknown_number() -> None:
    with pytest.raises(TanggapError, match="kept list"):
        run("kept", "show", "99")


def test_what_was_kept_is_taken_in_when_it_can_be_read(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANGGAP_MAIL_PASSWORD", "x")
    monkeypatch.setenv("TANGGAP_NLU_TOKEN", "x")
    monkeypatch.setattr(tanggap.main, "guards", lambda url, token: True)
    assert "taken in" in run("kept", "retry", str(kept))
    assert run("kept", "list").strip() == ""


# --- programs ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_a_token_is_shown_once_and_can_be_revoked() -> None:
    said = run("tokens", "add", "Dasbor kota", "--scope", "tickets:read", "--role", "validator", "--days", "30")
    plain = said.split()[-1]
    assert plain.startswith("tgp_")
    assert plain not in run("tokens", "list")
    assert "revoked" in run("tokens", "revoke", "1")
    with pytest.raises(TanggapError, match="tokens list"):
        run("tokens", "revoke", "1")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "wrong", [("--scope", "everything"), ("--scope", "tickets:read"), ("--scope", "public:read", "--unit", "tidak_ada")]
)
def test_a_token_that_makes_no_sense_is_not_made(wrong: tuple[str, ...]) -> None:
    with pytest.raises(TanggapError):
        run("tokens", "add", "x", *wrong)


@pytest.mark.usefixtures("home")
def test_a_subscription_is_made_for_a_token_and_ends() -> None:
    run("tokens", "add", "Dasbor", "--scope", "public:read")
    said = run("subscriptions", "add", "1", "https://hook.example.org/tanggap")
    secret = said.split()[-1]
    assert secret.startswith("whsec_")
    listed = run("subscriptions", "list")
    assert "in order" in listed
    assert secret not in listed
    run("subscriptions", "remove", "1")
    assert "ended" in run("subscriptions", "list")
    with pytest.raises(TanggapError):
        run("subscriptions", "add", "1", "http://127.0.0.1/")


def test_tickets_from_before_the_tallies_are_counted_at_the_next_start(home: Path, number: str) -> None:
    database = Database("sqlite:///var/tanggap.db")
    with database.write() as session:
        session.execute(delete(TallyChange))
    assert "Counting the tickets" in run("tickets", "list")
    assert "Counting" not in run("tickets", "list")
    with database.read() as session:
        assert counts.counts(session, by=[counts.Dimension.STATE]) == {("received",): 1}
    database.close()


def test_recounting_says_how_many_tickets_there_are(home: Path, number: str) -> None:
    assert run("tickets", "recount") == "1 tickets counted\n"


# --- keys -------------------------------------------------------------------------------------------


@pytest.fixture
def filed_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose keys stand in .env, beside something else."""
    monkeypatch.delenv(KEYS_VARIABLE)
    file = home / ".env"
    file.write_text(f"TANGGAP_WHATEVER=1\n{KEYS_VARIABLE}={KEY}\n", encoding="utf-8")
    return file


def keys_of(file: Path) -> str:
    first, second = sorted(file.read_text(encoding="utf-8").splitlines())
    assert second == "TANGGAP_WHATEVER=1"
    return first.removeprefix(f"{KEYS_VARIABLE}=")


def contact(keys: str) -> str:
    house = House(Path("other"), load_config(Path("config.yml")), database="sqlite:///var/tanggap.db")
    with house.services.database.read() as session:
        address = session.scalars(select(Conversation.address)).one()
    house.services.database.close()
    return Vault(keys).decrypt(address)


def test_key_alone_prints_a_new_key() -> None:
    assert Vault(run("key"))


def test_a_new_key_takes_over_and_the_earlier_one_stays_only_as_root(number: str, filed_keys: Path) -> None:
    run("key", "rotate")
    new, _, old = keys_of(filed_keys).partition(",")
    assert (old, contact(new)) == (KEY, "warga-1")
    assert filed_keys.stat().st_mode & 0o077 == 0
    with pytest.raises(TanggapError, match="no earlier key"):
        run("key", "drop")


def test_a_leaked_root_is_replaced_and_dropped_once_a_running_service_has_heard_of_it(
    number: str, filed_keys: Path
) -> None:
    run("key", "rotate", "--root")
    with pytest.raises(TanggapError, match="try again after"):
        run("key", "drop")
    before = filed_keys.stat().st_mtime - 200
    os.utime(filed_keys, (before, before))
    run("key", "drop")
    assert KEY not in keys_of(filed_keys)
    assert contact(keys_of(filed_keys)) == "warga-1"
    assert number in run("tickets", "list")


def test_a_rotation_that_was_broken_off_is_finished_before_another_begins(number: str, filed_keys: Path) -> None:
    waiting = f"{Vault.new_key()},{KEY}"
    filed_keys.write_text(f"TANGGAP_WHATEVER=1\n{KEYS_VARIABLE}={waiting}\n", encoding="utf-8")
    assert "earlier rotation is finished" in run("key", "rotate")
    assert keys_of(filed_keys) == waiting
    assert contact(waiting.partition(",")[0]) == "warga-1"


def test_keys_of_the_environment_are_printed_and_taken_up_with_the_next_call(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("key", "rotate")
    keys = said.split("=", 1)[1].strip()
    assert contact(KEY) == "warga-1"
    monkeypatch.setenv(KEYS_VARIABLE, keys)
    run("key", "rotate")
    assert contact(keys.partition(",")[0]) == "warga-1"


def test_no_command_works_with_other_keys_until_they_are_adopted(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("tickets", "list")
    monkeypatch.setenv(KEYS_VARIABLE, Vault.new_key())
    with pytest.raises(TanggapError, match="key adopt"):
        run("tickets", "list")
    assert runner.invoke(tanggap.main.app, ["key", "adopt"], input="n\n").exit_code == 1
    with pytest.raises(TanggapError):
        run("tickets", "list")
    run("key", "adopt", "--yes")
    assert number in run("tickets", "list")


# --- the understanding -----------------------------------------------------------------------------


class FakeModule:
    """Stands in for the understanding's own environment: remembers what it was run with."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, ...]] = []
        self.lines: list[dict[str, str]] = []

    def __call__(self, module: str, *arguments: str, check: bool = True) -> int:
        self.runs.append((module, *arguments))
        if "--corrections" in arguments:
            file = Path(arguments[arguments.index("--corrections") + 1])
            self.lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return 3


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> FakeModule:
    fake = FakeModule()
    monkeypatch.setattr(tanggap.main, "run_module", fake)
    return fake


def test_learning_hands_over_the_corrections_of_the_database_and_its_outcome_back(
    home: Path, number: str, module: FakeModule
) -> None:
    house = House(home / "other", load_config(home / "config.yml"), database="sqlite:///var/tanggap.db")
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, Actor(Role.MODERATOR), category="listrik_telekom")
    house.services.database.close()
    result = runner.invoke(tanggap.main.app, ["nlu", "learn", "--on", "rows.tsv", "--json"])
    assert result.exit_code == 3
    assert [(line["text"], line["category"]) for line in module.lines] == [
        ("lampu jalan mati sejak kemarin", "listrik_telekom")
    ]
    ((name, *arguments),) = module.runs
    assert (name, arguments[0]) == ("nlu.training.learn", "--corrections")
    assert arguments[2:] == ["--on", str(home / "rows.tsv"), "--json"]


@pytest.mark.usefixtures("home")
def test_one_command_goes_back_to_the_model_before(module: FakeModule) -> None:
    runner.invoke(tanggap.main.app, ["nlu", "learn", "--back"])
    assert module.runs == [("nlu.training.learn", "--back")]
    assert not Path("var/tanggap.db").exists()


def test_requests_to_the_understanding_are_counted() -> None:
    def failures() -> float:
        return REGISTRY.get_sample_value("tanggap_understanding_seconds_count", {"outcome": "unreachable"}) or 0

    before = failures()
    remote = tanggap.main.RemoteUnderstanding("http://127.0.0.1:9", timeout_s=0.5)
    for _ in range(5):
        with pytest.raises(UnderstandingUnavailableError):
            remote.parse("lampu mati")
    assert failures() == before + 5
    assert REGISTRY.get_sample_value("tanggap_understanding_resting") == 1


# --- requests by letter -----------------------------------------------------------------------------


def test_a_copy_of_a_citizens_data_is_written_for_a_request_by_letter(number: str, home: Path) -> None:
    run("privacy", "export", "--ticket", number, "--to", "salinan.zip")
    with zipfile.ZipFile(home / "salinan.zip") as archive:
        assert number in archive.read("data.json").decode()
    assert (home / "salinan.zip").stat().st_mode & 0o077 == 0


def test_a_citizen_is_erased_at_a_request_by_letter(number: str) -> None:
    assert runner.invoke(tanggap.main.app, ["privacy", "erase", "--ticket", number], input="n\n").exit_code == 1
    run("privacy", "export", "--ticket", number)
    run("privacy", "erase", "--ticket", number, "--yes")
    assert number in run("tickets", "show", number)
    with pytest.raises(TanggapError, match="no person"):
        run("privacy", "erase", "--ticket", number, "--yes")


def test_one_report_alone_can_be_cut_from_its_reporter(number: str) -> None:
    run("privacy", "erase", "--ticket", number, "--only-ticket", "--yes")
    with pytest.raises(TanggapError, match="no person"):
        run("privacy", "export", "--ticket", number)
