"""What humans say of records, the layout of documents, and what is searched."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from language.normalize import simplify
from ledger.search import make_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns and tables, and fills what is searched from the documents that are there."""
    op.add_column("records", sa.Column("why", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("records", sa.Column("state", sa.String(9), nullable=False, server_default="unchecked"))
    op.add_column("records", sa.Column("origin", sa.String(7), nullable=False, server_default="machine"))
    op.add_column("records", sa.Column("machine", sa.JSON(none_as_null=True)))
    _make_reviews()
    _make_of_document("layouts", sa.Column("sections", sa.JSON(), nullable=False), _json("blocks"))
    _make_of_document("searched", _text("name"), _text("body"))
    _fill()
    make_index(op.get_bind())


def downgrade() -> None:
    """Goes back; what humans changed stays changed."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    for table in ("searched", "layouts", "reviews"):
        op.drop_table(table)
    with op.batch_alter_table("records") as batch:
        for column in ("machine", "origin", "state", "why"):
            batch.drop_column(column)


def _make_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("by"),
        sa.Column("act", sa.String(8), nullable=False),
        _json("before"),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_reviews_record_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_record_id", "reviews", ["record_id"])


def _make_of_document(name: str, *columns: sa.Column[Any]) -> None:
    """A table with one row a document."""
    document = ["document_id"], ["documents.id"]
    op.create_table(
        name,
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(*document, name=f"fk_{name}_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", name=f"pk_{name}"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _fill() -> None:
    connection = op.get_bind()
    add = sa.text("INSERT INTO searched (document_id, name, body) VALUES (:id, :name, :body)")
    for id_ in connection.execute(sa.text("SELECT id FROM documents")).scalars().all():
        row = connection.execute(sa.text("SELECT name, title, text FROM documents WHERE id = :id"), {"id": id_}).one()
        name = simplify(f"{row.name}\n{row.title or ''}")
        connection.execute(add, {"id": id_, "name": name, "body": simplify(row.text)})
