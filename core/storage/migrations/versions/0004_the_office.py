"""Add the office: audit, sessions of staff, the moderators' tools

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
    _keep_for_ever("audit_entry")

    op.create_table(
        "staff_session",
        sa.Column("id", _ID, primary_key=True),
        _to("staff_id", "staff.id", nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("browser", sa.String(120), nullable=False),
        _at("created_at"),
        _at("seen_at"),
        _at("ended_at", nullable=True),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])

    op.create_table(
        "staff_chat",
        _to("staff_id", "staff.id", primary_key=True),
        _to("conversation_id", "conversation.id", nullable=False),
        _at("since"),
    )
    op.create_index("ix_staff_chat_conversation_id", "staff_chat", ["conversation_id"])

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
    op.add_column("conversation", sa.Column("barred", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("escalation", _to("closed_by_id", "staff.id", "fk_escalation_closed_by"), inline_references=True)
    op.add_column("kept_payload", sa.Column("digest", sa.String(64)))
    op.create_index("ix_kept_payload_digest", "kept_payload", ["digest"])
    op.add_column("outbound_message", _to("staff_id", "staff.id", "fk_outbound_staff"), inline_references=True)
    op.add_column("outbound_message", sa.Column("form_key", sa.String(36)))
    op.create_index("ix_outbound_message_form_key", "outbound_message", ["form_key"], unique=True)
    _index_few("ix_conversation_held", "conversation", "moderator_id", "moderator_id IS NOT NULL")
    _index_few("ix_escalation_waiting", "escalation", "opened_at", "closed_at IS NULL")
    _index_few("ix_ticket_unsorted", "ticket", "id", "needs_person IS NOT NULL")
    op.add_column("staff", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("staff", sa.Column("totp_secret", sa.LargeBinary()))
    op.add_column("staff", sa.Column("totp_step", sa.BigInteger()))
    op.add_column("staff", sa.Column("subject", sa.String(255)))
    op.create_index("ix_staff_subject", "staff", ["subject"], unique=True)
    op.add_column("ticket", _at("anonymised_at", nullable=True))
    op.create_index("ix_ticket_public", "ticket", ["public", "opened_at"])


def _keep_for_ever(table: str) -> None:
    """Refuse updates and deletions, whoever asks: only who may change the schema can take this away."""
    refusal = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
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
    op.drop_index("ix_kept_payload_digest", "kept_payload")
    op.drop_column("kept_payload", "digest")
    op.drop_index("ix_ticket_public", "ticket")
    op.drop_column("ticket", "anonymised_at")
    op.drop_index("ix_staff_subject", "staff")
    op.drop_index("ix_ticket_unsorted", "ticket")
    op.drop_index("ix_escalation_waiting", "escalation")
    op.drop_index("ix_conversation_held", "conversation")
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
        ("conversation", "held_since"),
    ):
        op.drop_column(table, name)
    for table in ("canned_reply", "conversation_note", "staff_chat", "staff_session", "audit_entry"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entry_refuse()")
