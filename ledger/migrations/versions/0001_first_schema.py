"""First schema: units and their names, settings, documents, records of the four kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# digit for digit: a number of SQLite's would be a float
_EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    """Makes all tables, those first that others refer to."""
    _make_units()
    _make_documents()
    _make_records()
    _make_counts()
    _make_deadlines()
    _make_hazards()
    _make_accidents()


def downgrade() -> None:
    """Drops all tables."""
    for table in ("accidents", "hazards", "deadlines", "counts", "records", "documents", "aliases", "units"):
        op.drop_table(table)
    op.drop_table("settings")


def _make_units() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("name", name="uq_units_name"),
    )
    op.create_table(
        "aliases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_aliases_unit_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", name="pk_aliases"),
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("superseded_by", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("issuer", sa.Text()),
        sa.Column("date", sa.Date()),
        sa.Column("region", sa.Text()),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["superseded_by"], ["documents.id"], name="fk_documents_superseded_by"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_documents_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("sha256", name="uq_documents_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_month_unit_id", "documents", ["month", "unit_id"])


def _make_records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(9), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_records_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("document_id", "kind", "position", name="uq_records_document_id_kind_position"),
        sqlite_autoincrement=True,
    )


def _make_counts() -> None:
    _make_kind(
        "counts",
        sa.Column("value", _EXACT),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("upper", _EXACT),
        sa.Column("action", sa.Text()),
        sa.Column("approx", sa.Text(), nullable=False),
        sa.Column("change_basis", sa.Text()),
        sa.Column("change_direction", sa.Text()),
        sa.Column("has_period", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        sa.Column("subject", sa.Text()),
        sa.Column("whole_id", sa.Integer()),
        sa.Column("masked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["whole_id"], ["records.id"], name="fk_counts_whole_id", ondelete="CASCADE"),
    )
    op.create_index("ix_counts_whole_id", "counts", ["whole_id"])


def _make_deadlines() -> None:
    _make_kind(
        "deadlines",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("start_date", sa.Date()),
        sa.Column("recurrence", sa.Text()),
        sa.Column("responsible", sa.Text()),
    )
    op.create_index("ix_deadlines_due", "deadlines", ["due"])


def _make_hazards() -> None:
    _make_kind(
        "hazards",
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("industry", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("measures", sa.Text()),
        sa.Column("responsible", sa.Text()),
        sa.Column("due", sa.Date()),
        sa.Column("funds", _EXACT),
    )
    op.create_index("ix_hazards_due", "hazards", ["due"])


def _make_accidents() -> None:
    _make_kind(
        "accidents",
        sa.Column("date", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("type", sa.Text()),
        sa.Column("deaths", sa.Integer()),
        sa.Column("injured", sa.Integer()),
        sa.Column("missing", sa.Integer()),
    )


def _make_kind(name: str, *columns: sa.schema.SchemaItem) -> None:
    """The table of one kind of record, one row for each row of records that is of it."""
    op.create_table(
        name,
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=f"fk_{name}_record_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", name=f"pk_{name}"),
    )
