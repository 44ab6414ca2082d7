"""Add the office: audit, sessions of staff, the moderators' tools; tallies, lists, search and erasure at scale

Audit entries that nobody can change; sessions, second factors and chats of staff; notes, canned replies and holds of
moderators; what erasure and anonymising note; counts of tickets with the triggers that keep them, full-text search,
and the indexes that lists, maps and figures are read from with a million tickets.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(name: str, target: str, constraint: str | None = None, **options: bool) -> sa.Column:
    return sa.Column(name, _ID, sa.ForeignKey(target, name=constraint), **options)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _index_few(name: str, table: str, column: str, condition: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", _ID, primary_key=True),
        _at("at"),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("token_id", sa.Integer()),
        sa.Column("detail", sa.JSON()),
    )
    op.create_index("ix_audit_subject", "audit_entry", ["subject", "id"])
    op.create_index("ix_audit_staff", "audit_entry", ["staff_id", "id"])
    op.create_index("ix_audit_action", "audit_entry", ["action", "id"])
    _keep_for_ever("audit_entry")

    op.create_table(
        "staff_session",
        sa.Column("id", _ID, primary_key=True),
        _to("staff_id", "staff.id", nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("browser", sa.String(120), nullable=False),
        sa.Column("second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
        _at("created_at"),
        _at("seen_at"),
        _at("ended_at", nullable=True),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])

    op.create_table(
        "staff_recovery_code",
        sa.Column("id", _ID, primary_key=True),
        _to("staff_id", "staff.id", nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("staff_id", "hash"),
    )

    op.create_table(
        "staff_chat",
        _to("staff_id", "staff.id", primary_key=True),
        _to("conversation_id", "conversation.id", nullable=True),
        _at("since", nullable=True),
        sa.Column("code_hash", sa.String(64)),
        _at("code_until", nullable=True),
    )
    op.create_index("ix_staff_chat_conversation_id", "staff_chat", ["conversation_id"])
    op.create_index("ix_staff_chat_code_hash", "staff_chat", ["code_hash"], unique=True)
    unread = sa.text("read_at IS NULL")
    for_whom = ["unit", "staff_id", "role", "id"]
    op.create_index("ix_staff_notice_unread", "staff_notice", for_whom, sqlite_where=unread, postgresql_where=unread)

    op.create_table(
        "conversation_note",
        sa.Column("id", _ID, primary_key=True),
        _to("conversation_id", "conversation.id", nullable=False),
        _to("staff_id", "staff.id", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _at("created_at"),
    )
    op.create_index("ix_conversation_note_conversation_id", "conversation_note", ["conversation_id"])

    op.create_table(
        "canned_reply",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("title", sa.String(80), nullable=False, unique=True),
        sa.Column("text", sa.Text(), nullable=False),
        _at("updated_at"),
    )

    # Added one by one: rebuilding the tables (batch mode) would delete rows that others point to.
    op.add_column("conversation", _at("held_since", nullable=True))
    op.add_column("conversation", _at("erased_at", nullable=True))
    op.create_index("ix_conversation_erased_at", "conversation", ["erased_at"])
    op.add_column("conversation", sa.Column("download_key", sa.String(8)))
    op.add_column("conversation", sa.Column("barred", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("escalation", _to("closed_by_id", "staff.id", "fk_escalation_closed_by"), inline_references=True)
    if not _on_sqlite():  # which does not look at lengths
        op.alter_column("media", "mime", type_=sa.String(255))
    op.add_column("kept_payload", sa.Column("digest", sa.String(64)))
    op.create_index("ix_kept_payload_digest", "kept_payload", ["digest"])
    op.add_column("outbound_message", _to("staff_id", "staff.id", "fk_outbound_staff"), inline_references=True)
    op.add_column("outbound_message", sa.Column("form_key", sa.String(36)))
    op.create_index("ix_outbound_message_form_key", "outbound_message", ["form_key"], unique=True)
    _index_few("ix_conversation_held", "conversation", "moderator_id", "moderator_id IS NOT NULL")
    _index_few("ix_escalation_waiting", "escalation", "opened_at", "closed_at IS NULL")
    op.add_column("inbound_message", _at("unread_since", nullable=True))
    _index_few("ix_inbound_unread", "inbound_message", "id", "unread_since IS NOT NULL")
    op.add_column("ticket", _at("unread_since", nullable=True))
    _index_few("ix_ticket_unread", "ticket", "id", "unread_since IS NOT NULL")
    op.add_column("staff", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("staff", sa.Column("totp_secret", sa.LargeBinary()))
    op.add_column("staff", sa.Column("totp_step", sa.BigInteger()))
    op.add_column("staff", sa.Column("subject", sa.String(512)))
    op.create_index("ix_staff_subject", "staff", ["subject"], unique=True)
    op.add_column("ticket", _at("anonymised_at", nullable=True))
    op.create_index("ix_ticket_public", "ticket", ["public", "opened_at"])
    op.create_index("ix_ticket_category", "ticket", ["category", "state", "id"])
    _count_tickets()
    _list_tickets()
    _search_tickets()


_COUNTED_BY = ("state", "unit", "category", "area_code", "kind", "public", "channel", "rating")


def _count_tickets() -> None:
    """Tallies. Where there are tickets already, the next start counts them and sets their days."""
    op.create_table(
        "tally",
        sa.Column("cube", sa.String(16), primary_key=True),
        sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("category", sa.String(48), primary_key=True),
        sa.Column("unit", sa.String(64), primary_key=True),
        sa.Column("area", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("state", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("public", sa.String(3), primary_key=True),
        sa.Column("took", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    nothing = sa.text("n = 0")
    op.create_index("ix_tally_nothing", "tally", ["n"], sqlite_where=nothing, postgresql_where=nothing)
    op.create_table(
        "tally_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("category", sa.String(48), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("area_code", sa.String(16)),
        sa.Column("unit", sa.String(64)),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("rating", sa.Integer()),
        _at("opened_at"),
        _at("done_at", nullable=True),
    )
    op.add_column("ticket", sa.Column("opened_on", sa.Date(), server_default="1970-01-01", nullable=False))
    op.create_index("ix_ticket_opened_on", "ticket", ["opened_on", "id", *_COUNTED_BY, "opened_at", "done_at"])
    columns = ("opened_on", *_COUNTED_BY, "opened_at", "done_at")
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    into = f"INSERT INTO tally_change (n, {', '.join(columns)}) VALUES"
    came, went = f"{into} (1, {after})", f"{into} (-1, {before})"
    if _on_sqlite():
        changed = f"AFTER UPDATE OF {', '.join(columns)} ON ticket WHEN ({before}) IS NOT ({after})"
        op.execute(f"CREATE TRIGGER ticket_came AFTER INSERT ON ticket BEGIN {came}; END")
        op.execute(f"CREATE TRIGGER ticket_went AFTER DELETE ON ticket BEGIN {went}; END")
        op.execute(f"CREATE TRIGGER ticket_changed {changed} BEGIN {went}; {came}; END")
        return
    op.execute(
        "CREATE FUNCTION ticket_tally() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {went}; END IF; IF TG_OP <> 'DELETE' THEN {came}; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER ticket_came AFTER INSERT OR DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION ticket_tally()"
    )
    op.execute(
        f"CREATE TRIGGER ticket_changed AFTER UPDATE OF {', '.join(columns)} ON ticket FOR EACH ROW "
        f"WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION ticket_tally()"
    )


def _list_tickets() -> None:
    # What was opened before there were clocks gets a deadline, too: lists of open tickets are by it.
    op.execute(
        "UPDATE ticket SET step_due_at = coalesce(due_at, opened_at) WHERE step_due_at IS NULL "
        "AND state NOT IN ('resolved', 'answered', 'out_of_scope', 'merged', 'withdrawn')"
    )
    has_due = sa.text("step_due_at IS NOT NULL")
    columns = ["step_due_at", "id", "opened_on", "state", "unit", "category", "area_code", "kind"]
    columns += ["public", "due_at", "assignee_id", "needs_person", "changed_at"]
    op.create_index("ix_ticket_changed", "ticket", ["changed_at", "id"])
    op.create_index("ix_ticket_due", "ticket", columns, sqlite_where=has_due, postgresql_where=has_due)
    unsorted = sa.text("step_due_at IS NOT NULL AND needs_person IS NOT NULL")
    op.create_index("ix_ticket_unsorted", "ticket", columns, sqlite_where=unsorted, postgresql_where=unsorted)
    has_done = sa.text("done_at IS NOT NULL")
    done = ["done_at", "unit", "area_code"]
    op.create_index("ix_ticket_done", "ticket", done, sqlite_where=has_done, postgresql_where=has_done)
    of_unit = ["unit", "step_due_at", "id", "due_at"]
    op.create_index("ix_ticket_unit_due", "ticket", of_unit, sqlite_where=has_due, postgresql_where=has_due)
    by_day = ["opened_on", "id", "state", "unit", "kind", "public", "rating"]
    op.create_index("ix_ticket_category_day", "ticket", ["category", *by_day, "area_code"])
    op.create_index("ix_ticket_area", "ticket", ["area_code", *by_day, "category"])
    op.drop_index("ix_ticket_area_code", "ticket")


def _search_tickets() -> None:
    """See core/reports/search.py."""
    if _on_sqlite():
        columns = ("number", "description", "place_words")
        listed = ", ".join(columns)
        before, after = (", ".join(f"{row}.{column}" for column in ("id", *columns)) for row in ("OLD", "NEW"))
        op.execute(
            f"CREATE VIRTUAL TABLE ticket_words USING fts5({listed}, content='ticket', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        op.execute("INSERT INTO ticket_words(ticket_words) VALUES ('rebuild')")
        came = f"INSERT INTO ticket_words(rowid, {listed}) VALUES ({after});"  # noqa: S608
        went = f"INSERT INTO ticket_words(ticket_words, rowid, {listed}) VALUES ('delete', {before});"  # noqa: S608
        op.execute(f"CREATE TRIGGER ticket_words_came AFTER INSERT ON ticket BEGIN {came} END")
        op.execute(f"CREATE TRIGGER ticket_words_went AFTER DELETE ON ticket BEGIN {went} END")
        op.execute(f"CREATE TRIGGER ticket_words_changed AFTER UPDATE OF {listed} ON ticket BEGIN {went} {came} END")
        return
    written = "number || ' ' || left(description, 100000) || ' ' || left(coalesce(place_words, ''), 1000)"
    bare = rf"regexp_replace(normalize({written}, NFD), U&'[\0300-\036F]+', '', 'g')"
    # PostgreSQL would read RT05/RW03 as the name of a file, and k7m4-2xpr as one word.
    spaced = rf"regexp_replace({bare}, '[!-/\:-@\[-`{{-~]+', ' ', 'g')"
    vector = f"to_tsvector('simple'::regconfig, {spaced})"
    op.execute(f"ALTER TABLE ticket ADD COLUMN words tsvector GENERATED ALWAYS AS ({vector}) STORED")
    op.execute("CREATE INDEX ix_ticket_words ON ticket USING gin (words)")


def _keep_for_ever(table: str) -> None:
    """Refuse updates and deletions, whoever asks: only who may change the schema can take this away."""
    refusal = f"{table} is append-only"
    if _on_sqlite():
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def downgrade() -> None:
    op.drop_index("ix_staff_notice_unread", "staff_notice")
    if _on_sqlite():
        for trigger in ("came", "went", "changed"):
            op.execute(f"DROP TRIGGER ticket_words_{trigger}")
        op.drop_table("ticket_words")
    else:
        op.drop_column("ticket", "words")
    op.create_index("ix_ticket_area_code", "ticket", ["area_code"])
    op.drop_index("ix_ticket_area", "ticket")
    op.drop_index("ix_ticket_category_day", "ticket")
    op.drop_index("ix_ticket_unit_due", "ticket")
    op.drop_index("ix_ticket_done", "ticket")
    op.drop_index("ix_ticket_unsorted", "ticket")
    op.drop_index("ix_ticket_due", "ticket")
    op.drop_index("ix_ticket_changed", "ticket")
    op.drop_index("ix_ticket_category", "ticket")
    for trigger in ("ticket_came", "ticket_changed", *(("ticket_went",) if _on_sqlite() else ())):
        op.execute(f"DROP TRIGGER {trigger}{'' if _on_sqlite() else ' ON ticket'}")
    op.drop_index("ix_ticket_opened_on", "ticket")
    op.drop_column("ticket", "opened_on")
    op.drop_table("tally_change")
    op.drop_table("tally")
    op.drop_index("ix_kept_payload_digest", "kept_payload")
    op.drop_column("kept_payload", "digest")
    op.drop_index("ix_ticket_public", "ticket")
    op.drop_column("ticket", "anonymised_at")
    op.drop_index("ix_staff_subject", "staff")
    op.drop_index("ix_ticket_unread", "ticket")
    op.drop_column("ticket", "unread_since")
    op.drop_index("ix_inbound_unread", "inbound_message")
    op.drop_column("inbound_message", "unread_since")
    op.drop_index("ix_escalation_waiting", "escalation")
    op.drop_index("ix_conversation_held", "conversation")
    op.drop_index("ix_conversation_erased_at", "conversation")
    op.drop_index("ix_outbound_message_form_key", "outbound_message")
    for table, name in (
        ("staff", "subject"),
        ("staff", "totp_step"),
        ("staff", "totp_secret"),
        ("staff", "must_change_password"),
        ("outbound_message", "form_key"),
        ("outbound_message", "staff_id"),
        ("escalation", "closed_by_id"),
        ("conversation", "barred"),
        ("conversation", "download_key"),
        ("conversation", "erased_at"),
        ("conversation", "held_since"),
    ):
        op.drop_column(table, name)
    for table in (
        "canned_reply",
        "conversation_note",
        "staff_chat",
        "staff_recovery_code",
        "staff_session",
        "audit_entry",
    ):
        op.drop_table(table)
    if not _on_sqlite():
        op.execute("DROP FUNCTION audit_entry_refuse()")
        op.execute("DROP FUNCTION ticket_tally()")
