"""Let a new report be put right quietly for some minutes.

Revision ID: 0101
Revises: 0100
"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"


def upgrade() -> None:
    op.add_column("ticket", sa.Column("settles_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_ticket_settles_at", "ticket", ["settles_at"])


def downgrade() -> None:
    op.drop_index("ix_ticket_settles_at", "ticket")
    op.drop_column("ticket", "settles_at")
