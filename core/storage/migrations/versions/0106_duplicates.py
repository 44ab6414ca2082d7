"""Let citizens join an open ticket about the same matter, and find those that lie close by.

Revision ID: 0106
Revises: 0105
"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"


def upgrade() -> None:
    op.add_column("follower", sa.Column("joined", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("follower", sa.Column("rating", sa.Integer(), nullable=True))
    placed = sa.text("lat IS NOT NULL")
    op.create_index(
        "ix_ticket_near", "ticket", ["category", "lat", "lon"], sqlite_where=placed, postgresql_where=placed
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_near", "ticket")
    op.drop_column("follower", "rating")
    op.drop_column("follower", "joined")
