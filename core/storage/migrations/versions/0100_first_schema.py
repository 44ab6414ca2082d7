"""The first schema: all tables, the triggers that keep the counts, and full-text search.

The revisions before it (0001 to 0018) are gone; a database that has one of them is refused by `Database.upgrade`.

Revision ID: 0100
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    _operations()
    _staff()
    _conversations()
    _tickets()
    _messages_and_notices()
    _moderation()
    _programs()
    _counts()
    _keep_for_ever("audit_entry")
    _count_tickets()
    _search_tickets()


def _operations() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("token_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_action", "audit_entry", ["action", "id"], unique=False)
    op.create_index("ix_audit_staff", "audit_entry", ["staff_id", "id"], unique=False)
    op.create_index("ix_audit_subject", "audit_entry", ["subject", "id"], unique=False)
    op.create_table(
        "dead_letter",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_dead_letter_account"), "dead_letter", ["account"], unique=False)
    op.create_index(op.f("ix_dead_letter_digest"), "dead_letter", ["digest"], unique=False)
    op.create_table(
        "key_proof",
        sa.Column("id", _ID, nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "cursor",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_table(
        "spending",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "day"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", _ID, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=512), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("username"),
    )
    op.create_index(op.f("ix_staff_subject"), "staff", ["subject"], unique=True)
    op.create_table(
        "staff_session",
        sa.Column("id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "staff_recovery_code",
        sa.Column("id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("staff_id", "hash"),
    )


def _conversations() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("display_name", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("moderator_id", _ID, nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("barred", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("download_key", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account", "address_hash"),
    )
    op.create_index(op.f("ix_conversation_erased_at"), "conversation", ["erased_at"], unique=False)
    op.create_index(
        "ix_conversation_held",
        "conversation",
        ["moderator_id"],
        unique=False,
        sqlite_where=sa.text("moderator_id IS NOT NULL"),
        postgresql_where=sa.text("moderator_id IS NOT NULL"),
    )
    op.create_table(
        "inbound_message",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("provider_id", sa.String(length=255), nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pin", sa.JSON(), nullable=True),
        sa.Column("pressed", sa.String(length=64), nullable=True),
        sa.Column("edits", sa.String(length=255), nullable=True),
        sa.Column("deletes", sa.String(length=255), nullable=True),
        sa.Column("proven", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("understanding", sa.JSON(), nullable=True),
        sa.Column("unread_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account", "provider_id"),
    )
    op.create_index("ix_inbound_conversation", "inbound_message", ["conversation_id", "id"], unique=False)
    op.create_index(
        "ix_inbound_unread",
        "inbound_message",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unread_since IS NOT NULL"),
        postgresql_where=sa.text("unread_since IS NOT NULL"),
    )
    op.create_table(
        "media",
        sa.Column("id", _ID, nullable=False),
        sa.Column("inbound_id", _ID, nullable=True),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=True),
        sa.Column("mime", sa.String(length=255), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"],
            ["inbound_message.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_media_inbound_id"), "media", ["inbound_id"], unique=False)
    op.create_index("ix_media_pending", "media", ["state", "not_before"], unique=False)
    op.create_table(
        "staff_chat",
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_index(op.f("ix_staff_chat_code_hash"), "staff_chat", ["code_hash"], unique=True)
    op.create_index(op.f("ix_staff_chat_conversation_id"), "staff_chat", ["conversation_id"], unique=False)


def _tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place_words", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("area_code", sa.String(length=16), nullable=True),
        sa.Column("kelurahan", sa.String(length=64), nullable=True),
        sa.Column("kecamatan", sa.String(length=64), nullable=True),
        sa.Column("kota", sa.String(length=64), nullable=True),
        sa.Column("place_approximate", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("assignee_id", _ID, nullable=True),
        sa.Column("merged_into_id", _ID, nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("needs_person", sa.String(length=32), nullable=True),
        sa.Column("unread_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("reporter_id", _ID, nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("estimate_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climbs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff.id"], name="fk_ticket_assignee"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ticket.id"], name="fk_ticket_main"),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(
        "ix_ticket_area",
        "ticket",
        ["area_code", "opened_on", "id", "state", "unit", "kind", "public", "rating", "category"],
        unique=False,
    )
    op.create_index(op.f("ix_ticket_assignee_id"), "ticket", ["assignee_id"], unique=False)
    op.create_index("ix_ticket_category", "ticket", ["category", "state", "id"], unique=False)
    op.create_index(
        "ix_ticket_category_day",
        "ticket",
        ["category", "opened_on", "id", "state", "unit", "kind", "public", "rating", "area_code"],
        unique=False,
    )
    op.create_index("ix_ticket_changed", "ticket", ["changed_at", "id"], unique=False)
    op.create_index(op.f("ix_ticket_climbs_at"), "ticket", ["climbs_at"], unique=False)
    op.create_index(
        "ix_ticket_done",
        "ticket",
        ["done_at", "unit", "area_code"],
        unique=False,
        sqlite_where=sa.text("done_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_due",
        "ticket",
        [
            "step_due_at",
            "id",
            "opened_on",
            "state",
            "unit",
            "category",
            "area_code",
            "kind",
            "public",
            "due_at",
            "assignee_id",
            "needs_person",
            "changed_at",
        ],
        unique=False,
        sqlite_where=sa.text("step_due_at IS NOT NULL"),
        postgresql_where=sa.text("step_due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_ticket_estimate_at"), "ticket", ["estimate_at"], unique=False)
    op.create_index(op.f("ix_ticket_merged_into_id"), "ticket", ["merged_into_id"], unique=False)
    op.create_index(
        "ix_ticket_opened_on",
        "ticket",
        [
            "opened_on",
            "id",
            "state",
            "unit",
            "category",
            "area_code",
            "kind",
            "public",
            "channel",
            "rating",
            "opened_at",
            "done_at",
        ],
        unique=False,
    )
    op.create_index("ix_ticket_public", "ticket", ["public", "opened_at"], unique=False)
    op.create_index("ix_ticket_reporter", "ticket", ["reporter_id", "id"], unique=False)
    op.create_index("ix_ticket_state", "ticket", ["state", "id"], unique=False)
    op.create_index(op.f("ix_ticket_unit"), "ticket", ["unit"], unique=False)
    op.create_index(
        "ix_ticket_unit_due",
        "ticket",
        ["unit", "step_due_at", "id", "due_at"],
        unique=False,
        sqlite_where=sa.text("step_due_at IS NOT NULL"),
        postgresql_where=sa.text("step_due_at IS NOT NULL"),
    )
    op.create_index("ix_ticket_unit_state", "ticket", ["unit", "state", "id"], unique=False)
    op.create_index(
        "ix_ticket_unread",
        "ticket",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unread_since IS NOT NULL"),
        postgresql_where=sa.text("unread_since IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_unsorted",
        "ticket",
        [
            "step_due_at",
            "id",
            "opened_on",
            "state",
            "unit",
            "category",
            "area_code",
            "kind",
            "public",
            "due_at",
            "assignee_id",
            "needs_person",
            "changed_at",
        ],
        unique=False,
        sqlite_where=sa.text("step_due_at IS NOT NULL AND needs_person IS NOT NULL"),
        postgresql_where=sa.text("step_due_at IS NOT NULL AND needs_person IS NOT NULL"),
    )
    op.create_table(
        "ticket_event",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("from_unit", sa.String(length=64), nullable=True),
        sa.Column("to_unit", sa.String(length=64), nullable=True),
        sa.Column("assignee_id", _ID, nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff.id"], name="fk_ticket_event_assignee"),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ticket_event_ticket_id"), "ticket_event", ["ticket_id"], unique=False)
    op.create_table(
        "ticket_holder",
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "holder"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_holder", "ticket_holder", ["holder", "ticket_id"], unique=False)
    op.create_table(
        "ticket_photo",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("media_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["ticket_event.id"],
        ),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ticket_photo_ticket_id"), "ticket_photo", ["ticket_id"], unique=False)
    op.create_table(
        "follower",
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id", "conversation_id"),
    )
    op.create_index(op.f("ix_follower_conversation_id"), "follower", ["conversation_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("old_kind", sa.String(length=32), nullable=False),
        sa.Column("new_kind", sa.String(length=32), nullable=False),
        sa.Column("old_category", sa.String(length=48), nullable=False),
        sa.Column("new_category", sa.String(length=48), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_correction_ticket_id"), "correction", ["ticket_id"], unique=False)


def _messages_and_notices() -> None:
    op.create_table(
        "outbound_message",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("media_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("draft_key", sa.String(length=16), nullable=True),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("essential", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_outbound_staff"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outbound_due", "outbound_message", ["state", "not_before"], unique=False)
    op.create_index(op.f("ix_outbound_message_form_key"), "outbound_message", ["form_key"], unique=True)
    op.create_index("ix_outbound_provider", "outbound_message", ["provider_id"], unique=False)
    op.create_index("ix_outbound_queue", "outbound_message", ["conversation_id", "state", "id"], unique=False)
    op.create_table(
        "staff_notice",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_staff_notice_staff", "staff_notice", ["staff_id", "id"], unique=False)
    op.create_index(op.f("ix_staff_notice_ticket_id"), "staff_notice", ["ticket_id"], unique=False)
    op.create_index("ix_staff_notice_unit", "staff_notice", ["unit", "id"], unique=False)
    op.create_index(
        "ix_staff_notice_unread",
        "staff_notice",
        ["unit", "staff_id", "role", "id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _moderation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", _ID, nullable=True),
        sa.Column("closed_because", sa.String(length=16), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("folded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["staff.id"], name="fk_escalation_closed_by"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_escalation_conversation_id"), "escalation", ["conversation_id"], unique=False)
    op.create_index(
        "ix_escalation_source",
        "escalation",
        ["source"],
        unique=False,
        sqlite_where=sa.text("source IS NOT NULL"),
        postgresql_where=sa.text("source IS NOT NULL"),
    )
    op.create_index(
        "ix_escalation_waiting",
        "escalation",
        ["opened_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "conversation_note",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_conversation_note_conversation_id"), "conversation_note", ["conversation_id"], unique=False
    )
    op.create_table(
        "canned_reply",
        sa.Column("id", _ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("title"),
    )


def _programs() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "filed_report",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_id", _ID, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["api_token.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_id", "key"),
    )
    op.create_index(op.f("ix_filed_report_ticket_id"), "filed_report", ["ticket_id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_id", _ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("events", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["api_token.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_subscription_token_id"), "subscription", ["token_id"], unique=False)
    op.create_table(
        "webhook_call",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subscription_id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["ticket_event.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", "event_id"),
    )
    op.create_index("ix_webhook_call_due", "webhook_call", ["state", "not_before"], unique=False)
    op.create_index(op.f("ix_webhook_call_event_id"), "webhook_call", ["event_id"], unique=False)


def _counts() -> None:
    op.create_table(
        "ticket_count",
        sa.Column("cube", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=48), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("public", sa.String(length=3), nullable=False),
        sa.Column("took", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "cube", "level", "period", "category", "unit", "area", "kind", "state", "channel", "public", "took"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ticket_count_nothing",
        "ticket_count",
        ["n"],
        unique=False,
        sqlite_where=sa.text("n = 0"),
        postgresql_where=sa.text("n = 0"),
    )
    op.create_table(
        "ticket_count_change",
        sa.Column("id", _ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=16), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


_COUNTED_BY = (
    *("opened_on", "state", "unit", "category", "area_code", "kind", "public", "channel", "rating"),
    *("opened_at", "done_at"),
)


def _count_tickets() -> None:
    """Each ticket that comes, goes or changes leaves a line; see core/reports/counts/."""
    columns = _COUNTED_BY
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    into = f"INSERT INTO ticket_count_change (n, {', '.join(columns)}) VALUES"
    came, went = f"{into} (1, {after})", f"{into} (-1, {before})"
    if _on_sqlite():
        changed = f"AFTER UPDATE OF {', '.join(columns)} ON ticket WHEN ({before}) IS NOT ({after})"
        op.execute(f"CREATE TRIGGER ticket_came AFTER INSERT ON ticket BEGIN {came}; END")
        op.execute(f"CREATE TRIGGER ticket_went AFTER DELETE ON ticket BEGIN {went}; END")
        op.execute(f"CREATE TRIGGER ticket_changed {changed} BEGIN {went}; {came}; END")
        return
    op.execute(
        "CREATE FUNCTION count_ticket() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {went}; END IF; IF TG_OP <> 'DELETE' THEN {came}; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER ticket_came AFTER INSERT OR DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION count_ticket()"
    )
    op.execute(
        f"CREATE TRIGGER ticket_changed AFTER UPDATE OF {', '.join(columns)} ON ticket FOR EACH ROW "
        f"WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_ticket()"
    )


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
    """Nothing is left."""
    if _on_sqlite():
        op.drop_table("ticket_words")
    for table in _TABLES[::-1]:
        op.drop_table(table)
    if not _on_sqlite():
        op.execute("DROP FUNCTION audit_entry_refuse()")
        op.execute("DROP FUNCTION count_ticket()")


_TABLES = (
    "audit_entry",
    "dead_letter",
    "key_proof",
    "cursor",
    "spending",
    "staff",
    "staff_session",
    "staff_recovery_code",
    "conversation",
    "inbound_message",
    "media",
    "staff_chat",
    "ticket",
    "ticket_event",
    "ticket_holder",
    "ticket_photo",
    "follower",
    "correction",
    "outbound_message",
    "staff_notice",
    "escalation",
    "conversation_note",
    "canned_reply",
    "api_token",
    "filed_report",
    "subscription",
    "webhook_call",
    "ticket_count",
    "ticket_count_change",
)
