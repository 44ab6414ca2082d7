"""Add where a call for a moderator came from, whether it stands in a case, and why it was closed

Revision ID: 0017
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0004"

_HAS_SOURCE = sa.text("source IS NOT NULL")


def upgrade() -> None:
    op.add_column("escalation", sa.Column("closed_because", sa.String(16)))
    op.add_column("escalation", sa.Column("source", sa.String(64)))
    op.add_column("escalation", sa.Column("folded", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_escalation_source", "escalation", ["source"], sqlite_where=_HAS_SOURCE, postgresql_where=_HAS_SOURCE
    )


def downgrade() -> None:
    op.drop_index("ix_escalation_source", "escalation")
    for name in ("folded", "source", "closed_because"):
        op.drop_column("escalation", name)
