"""Accounts, sessions, audit, uploads, checks, drafts, executors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_NEVER = "audit entries are never changed"
_SQLITE = tuple(
    f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END"
    for act in ("UPDATE", "DELETE")
)
_POSTGRESQL = (
    f"CREATE FUNCTION audit_never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_NEVER}'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_never()",
)


def upgrade() -> None:
    """Makes all tables."""
    _make_accounts()
    _make_audit()
    _make_uploads()
    _make_checks_and_drafts()


def downgrade() -> None:
    """Drops all tables."""
    for table in ("executors", "drafts", "checks", "uploads", "sessions", "accounts", "audit"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_never()")


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("name"),
        _text("password"),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("account_id", sa.Integer()),
        _text("csrf"),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("at"),
        _text("who"),
        _text("act"),
        _text("detail"),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _make_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("parent", sa.String(32)),
        _text("name"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("by"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("stage", sa.String(11), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("pages", sa.Integer()),
        sa.Column("message", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("month", sa.String(7)),
        sa.Column("guessed", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Integer()),
        sa.Column("result", sa.JSON(none_as_null=True)),
        sa.Column("data", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    for column in ("parent", "sha256", "at", "stage", "document_id"):
        op.create_index(f"ix_uploads_{column}", "uploads", [column])


def _make_checks_and_drafts() -> None:
    op.create_table(
        "checks",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_checks"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("by"),
        sa.Column("at", _MOMENT, nullable=False),
        _text("kind"),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "executors",
        _text("id"),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_executors"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
