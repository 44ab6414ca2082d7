"""Note which messages were proven, what they hold, and what our own ones ask about

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # Added one by one, without rebuilding the tables: SQLite and PostgreSQL both do that in place.
    op.add_column("inbound_message", sa.Column("proven", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("inbound_message", sa.Column("digest", sa.String(64)))
    op.add_column("outbound_message", sa.Column("draft_key", sa.String(16)))
    op.add_column("outbound_message", sa.Column("thread", sa.Text()))


def downgrade() -> None:
    op.drop_column("outbound_message", "thread")
    op.drop_column("outbound_message", "draft_key")
    op.drop_column("inbound_message", "digest")
    op.drop_column("inbound_message", "proven")
