"""Know when to see to a report whose reporter fell silent.

Revision ID: 0102
Revises: 0101
"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"


def upgrade() -> None:
    op.add_column("conversation", sa.Column("draft_due_at", sa.DateTime(timezone=True), nullable=True))
    few = sa.text("draft_due_at IS NOT NULL")
    op.create_index(
        "ix_conversation_draft_due", "conversation", ["draft_due_at"], sqlite_where=few, postgresql_where=few
    )


def downgrade() -> None:
    op.drop_index("ix_conversation_draft_due", "conversation")
    op.drop_column("conversation", "draft_due_at")
