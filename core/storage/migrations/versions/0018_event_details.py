"""What a line of the history tells besides its note stands in a column of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket_event", sa.Column("detail", sa.JSON(), nullable=True))
    op.drop_column("ticket_event", "turn_to")


def downgrade() -> None:
    op.add_column("ticket_event", sa.Column("turn_to", sa.String(length=255), nullable=True))
    op.drop_column("ticket_event", "detail")
