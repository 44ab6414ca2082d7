"""Ask reporters once a quarter what they think of the service, and keep their answers without them.

Revision ID: 0104
Revises: 0103
"""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ELEMENTS = (
    *("requirements", "procedure", "time", "cost", "product"),
    *("competence", "conduct", "complaints", "facilities"),
)


def upgrade() -> None:
    op.create_table(
        "survey_invitation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "quarter"),
    )
    op.create_index("ix_survey_invitation_due", "survey_invitation", ["due_at"])
    op.create_index("ix_survey_invitation_quarter", "survey_invitation", ["quarter", "stage"])
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _ELEMENTS),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_quarter", "survey_answer", ["quarter", "unit"])


def downgrade() -> None:
    op.drop_table("survey_answer")
    op.drop_table("survey_invitation")
