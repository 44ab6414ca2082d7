"""Add the row that proves the keys

Revision ID: 0013
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "key_proof",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("key_proof")
