"""Column types that give back exactly what went in, on every database."""

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Numeric, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_LONE = re.compile("[\ud800-\udfff]")  # half of a pair of UTF-16: no character, and nothing that UTF-8 can hold


class AnyText(TypeDecorator[str]):
    """Text whatever characters a file had in it: what a database cannot hold is \ufffd there, one for one.

    That is a lone surrogate, and on PostgreSQL a NUL.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as the database takes it."""
        if value is None:
            return None
        return _LONE.sub("\ufffd", value.replace("\0", "\ufffd") if dialect.name == "postgresql" else value)


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal kept digit for digit: NUMERIC on PostgreSQL, text elsewhere, where a number would become a float."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC where that is exact."""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        """The value as the database takes it."""
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """The value as it went in."""
        return None if value is None else Decimal(value)
