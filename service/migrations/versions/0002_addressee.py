"""Whom a paper is written to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("drafts", sa.Column("addressee", sa.Text()))


def downgrade() -> None:
    """Drops the column."""
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("addressee")
