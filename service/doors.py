"""The contract's JSON: records as plain objects, and their JSON Schema."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from records import (
    Accident,
    CheckReport,
    Count,
    Deadline,
    Extraction,
    Failure,
    Filed,
    Hazard,
    Period,
    ReportingUnit,
)

_INSIDE = frozenset({"blocks"})  # where a piece stood in the file: for our own pages, not for other programs


def plain(value: Any) -> Any:
    """The value as JSON has it: numbers as numbers, days as ISO text, records as objects by their fields' names."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name not in _INSIDE}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(plain(one) for one in value)
    return value


def to_json(value: Any, *, indent: int | None = 2) -> str:
    """JSON text, unescaped."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent)


def failed(name: str, failure: Failure) -> dict[str, Any]:
    """What stands in the list in place of a file that could not be read."""
    return {"document": {"name": name}, "error": str(failure)}


def schema() -> dict[str, Any]:
    """JSON Schema of what each command prints with --json."""
    from pydantic import TypeAdapter

    from service.numbers import Numbers

    shapes: tuple[tuple[str, Any], ...] = (
        ("extract", TypeAdapter(list[Extraction])),
        ("check", TypeAdapter(list[CheckReport])),
        ("when", TypeAdapter(Period)),
        ("records", TypeAdapter(list[Filed[Count] | Filed[Deadline] | Filed[Hazard] | Filed[Accident]])),
        ("units", TypeAdapter(list[ReportingUnit])),
    )
    made = {name: adapter.json_schema(mode="serialization", schema_generator=Numbers) for name, adapter in shapes}
    _without_inside(made["extract"])
    return made | {"quantity": _QUANTITIES}


def _without_inside(made: dict[str, Any]) -> None:
    without_inside(made["$defs"]["Extraction"])
    for name in ("Block", "Cell"):
        made["$defs"].pop(name, None)


def without_inside(shape: dict[str, Any]) -> None:
    """Takes out of an object's schema what does not leave the house."""
    for name in _INSIDE & shape.get("properties", {}).keys():
        del shape["properties"][name]
        if name in shape.get("required", ()):
            shape["required"].remove(name)


_QUANTITIES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "value": {"type": ["number", "null"]},
            "upper": {"type": ["number", "null"]},
            "unit": {"type": "string"},
            "approx": {"enum": ["exact", "about", "over", "under", "at_least", "at_most"]},
            "text": {"type": "string"},
        },
        "required": ["value", "upper", "unit", "approx", "text"],
    },
}
