"""Remember who has or had a ticket, as its events say

Revision ID: 0012
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0014"

FILL = """
    INSERT INTO ticket_holder (ticket_id, holder)
    SELECT ticket_id, from_unit FROM ticket_event WHERE from_unit IS NOT NULL
    UNION SELECT ticket_id, to_unit FROM ticket_event WHERE to_unit IS NOT NULL
    UNION SELECT ticket_id, 'staff/' || assignee_id FROM ticket_event WHERE assignee_id IS NOT NULL
    UNION SELECT id, unit FROM ticket WHERE unit IS NOT NULL
    UNION SELECT id, 'staff/' || assignee_id FROM ticket WHERE assignee_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "ticket_holder",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "holder"),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
    op.create_index("ix_ticket_holder", "ticket_holder", ["holder", "ticket_id"])


def downgrade() -> None:
    op.drop_index("ix_ticket_holder", table_name="ticket_holder")
    op.drop_table("ticket_holder")
