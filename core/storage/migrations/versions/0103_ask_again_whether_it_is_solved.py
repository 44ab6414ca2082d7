"""Know when to ask a reporter once more whether it is solved.

Revision ID: 0103
Revises: 0102
"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    op.add_column("follower", sa.Column("ask_again_at", sa.DateTime(timezone=True), nullable=True))
    few = sa.text("ask_again_at IS NOT NULL")
    op.create_index("ix_follower_ask_again", "follower", ["ask_again_at"], sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    op.drop_index("ix_follower_ask_again", "follower")
    op.drop_column("follower", "ask_again_at")
