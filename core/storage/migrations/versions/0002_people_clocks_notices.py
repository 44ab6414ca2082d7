"""Add the workflow's people, clocks, notices and corrections

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "staff_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
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
    with op.batch_alter_table("staff_notice", schema=None) as batch_op:
        batch_op.create_index("ix_staff_notice_staff", ["staff_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_notice_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index("ix_staff_notice_unit", ["unit", "id"], unique=False)

    # Added one by one: rebuilding the tables (batch mode) would delete rows that others point to.
    op.add_column("ticket", _reference("assignee_id", "staff.id", "fk_ticket_assignee"), inline_references=True)
    op.add_column("ticket", _reference("merged_into_id", "ticket.id", "fk_ticket_main"), inline_references=True)
    for name in ("due_at", "step_due_at", "estimate_at", "climbs_at"):
        op.add_column("ticket", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("escalation", sa.Integer(), server_default="0", nullable=False))
    for name in ("assignee_id", "climbs_at", "estimate_at", "merged_into_id"):
        op.create_index(f"ix_ticket_{name}", "ticket", [name], unique=False)
    op.create_index("ix_ticket_unit_state", "ticket", ["unit", "state", "id"], unique=False)

    op.add_column("ticket_event", sa.Column("from_unit", sa.String(length=64), nullable=True))
    op.add_column("ticket_event", sa.Column("to_unit", sa.String(length=64), nullable=True))
    op.add_column(
        "ticket_event", _reference("assignee_id", "staff.id", "fk_ticket_event_assignee"), inline_references=True
    )
    op.add_column("ticket_event", sa.Column("turn_to", sa.String(length=255), nullable=True))


def _reference(name: str, target: str, constraint: str) -> sa.Column:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, sa.ForeignKey(target, name=constraint), nullable=True)


def downgrade() -> None:
    for name in ("from_unit", "to_unit", "assignee_id", "turn_to"):
        op.drop_column("ticket_event", name)
    op.drop_index("ix_ticket_unit_state", "ticket")
    for name in ("assignee_id", "climbs_at", "estimate_at", "merged_into_id"):
        op.drop_index(f"ix_ticket_{name}", "ticket")
    for name in ("assignee_id", "merged_into_id", "due_at", "step_due_at", "estimate_at", "climbs_at", "escalation"):
        op.drop_column("ticket", name)
    op.drop_table("staff_notice")
    op.drop_table("correction")
