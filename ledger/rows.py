"""Records to rows and back. What goes in comes out equal."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import Date, Table
from sqlalchemy.types import TypeEngine

from ledger import tables
from ledger.columns import ExactDecimal
from ledger.filing import AnyRecord, Kind
from records import Accident, Change, Count, Deadline, Hazard, Period

Values: TypeAlias = dict[str, Any]

TABLES: Mapping[Kind, Table] = {
    "counts": tables.counts,
    "deadlines": tables.deadlines,
    "hazards": tables.hazards,
    "accidents": tables.accidents,
}

_COMMON = ("quote", "start", "end", "page", "confidence", "rule")
_OWN: Mapping[Kind, tuple[str, ...]] = {
    "counts": ("value", "unit", "item", "upper", "action", "approx", "subject", "masked"),
    "deadlines": ("task", "due", "start_date", "recurrence", "responsible"),
    "hazards": ("description", "level", "industry", "place", "status", "measures", "responsible", "due", "funds"),
    "accidents": ("date", "place", "type", "deaths", "injured", "missing"),
}


def common_values(record: AnyRecord, kind: Kind, position: int, document_id: int) -> Values:
    """The row of the table that all kinds share. position: the record's place among its kind in the document."""
    place: Values = {"document_id": document_id, "kind": kind, "position": position}
    return place | {name: getattr(record, name) for name in _COMMON} | {"why": list(record.why)}


def own_values(record: AnyRecord, kind: Kind, ids: Sequence[int], position: int) -> Values:
    """The row of the kind's own table. ids: those of all the document's records of the kind, in their order."""
    values: Values = {"record_id": ids[position]} | {name: getattr(record, name) for name in _OWN[kind]}
    return values | _count_values(record, ids) if isinstance(record, Count) else values


def plain_values(values: Mapping[Any, Any], kind: Kind) -> Values:
    """A row of the kind's own table as JSON holds it, without the links to other records."""
    return {
        column.key: _plain(values[column.key])
        for column in TABLES[kind].c
        if column.key not in ("record_id", "whole_id")
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def values_of(plain: Mapping[str, Any], kind: Kind) -> Values:
    """What plain_values was made from."""
    return {name: _read(TABLES[kind].c[name].type, value) for name, value in plain.items()}


def _read(of: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(of, Date):
        return dt.date.fromisoformat(value)
    return Decimal(value) if isinstance(of, ExactDecimal) else value


def _count_values(count: Count, ids: Sequence[int]) -> Values:
    return {
        "change_basis": count.change.basis if count.change else None,
        "change_direction": count.change.direction if count.change else None,
        "has_period": count.period is not None,
        "period_start": count.period.start if count.period else None,
        "period_end": count.period.end if count.period else None,
        "whole_id": None if count.part_of is None else ids[count.part_of],
    }


def to_record(values: Mapping[Any, Any], kind: Kind) -> Any:
    """The record of a row that holds both tables' columns, for counts with the whole's position as part_of."""
    fields: Values = {name: values[name] for name in (*_COMMON, *_OWN[kind])} | {"why": tuple(values["why"])}
    match kind:
        case "counts":
            return Count(**fields, **_count_fields(values))
        case "deadlines":
            return Deadline(**fields)
        case "hazards":
            return Hazard(**fields)
        case "accidents":
            return Accident(**fields)


def _count_fields(values: Mapping[Any, Any]) -> Values:
    basis = values["change_basis"]
    return {
        "change": None if basis is None else Change(basis, values["change_direction"]),
        "period": Period(values["period_start"], values["period_end"]) if values["has_period"] else None,
        "part_of": values["part_of"],
    }
