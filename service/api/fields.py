"""Fields of records as people and programs send them, checked one by one."""

import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ledger.filing import AnyRecord, Kind
from records import Accident, BadRecord, BadRequest, Count, Deadline, Hazard, Period

_OF: dict[Kind, type[Count] | type[Deadline] | type[Hazard] | type[Accident]] = {
    "counts": Count, "deadlines": Deadline, "hazards": Hazard, "accidents": Accident,
}  # fmt: skip
_GIVEN = frozenset({"quote", "start", "end", "page", "confidence", "rule", "why", "part_of"})
_NEEDED: dict[Kind, dict[str, Any]] = {
    "counts": {"value": None, "unit": "", "item": ""}, "deadlines": {"task": ""}, "hazards": {"description": ""},
    "accidents": {},
}  # fmt: skip
_MOST = 10**15  # no figure of a report is larger
_LONGEST = 2000
_UNFIT = re.compile("[\0\ud800-\udfff]")


def read_changes(kind: Kind, sent: Mapping[str, Any]) -> dict[str, Any]:
    """New values of fields. Raises BadRequest: none sent, no such field, or no such value."""
    known = _types(kind)
    if not sent or (strange := sorted(sent.keys() - known.keys())):
        told = f"没有“{'、'.join(strange)}”这些字段" if sent else "没有给出字段"
        raise BadRequest(f"{told}，可用：{'、'.join(known)}")
    return {name: _read(name, known[name], value) for name, value in sent.items()}


def new_record(kind: Kind, sent: Mapping[str, Any], start: int, end: int) -> AnyRecord:
    """A record at that place with these fields; its quote is still to be read there. Raises BadRequest."""
    values = _NEEDED[kind] | (read_changes(kind, sent) if sent else {})
    if kind == "counts":
        values["masked"] = values["value"] is None
    try:
        return _OF[kind](quote="", start=start, end=end, confidence=1.0, rule="人工添加", **values)
    except BadRecord as error:
        raise BadRequest(str(error)) from error


@cache
def _types(kind: Kind) -> dict[str, Any]:
    hints = get_type_hints(_OF[kind])
    return {one.name: hints[one.name] for one in fields(_OF[kind]) if one.name not in _GIVEN}


def _read(name: str, of: Any, value: Any) -> Any:
    try:
        found = TypeAdapter(of).validate_python(value) if not isinstance(value, str) else _of_text(of, value)
    except (ValidationError, BadRecord) as error:
        raise BadRequest(f"“{name}”的值不对：数字写作 1130，日期写作 2023-07-31，空缺写 null") from error
    if _too_much(found):
        raise BadRequest(f"“{name}”的值过大或过长，或含有不能保存的字符")
    return found


def _of_text(of: Any, value: str) -> Any:
    """A field out of a form: an empty one is not stated, unless it must hold words."""
    text = value.strip()
    return TypeAdapter(of).validate_strings(text) if text or of is str else TypeAdapter(of).validate_python(None)


def _too_much(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | Decimal):
        return abs(value) > _MOST or (isinstance(value, Decimal) and value.as_tuple().exponent < -6)  # type: ignore[operator]
    if isinstance(value, str):
        return len(value) > _LONGEST or _UNFIT.search(value) is not None
    return not isinstance(value, Period) and hasattr(value, "basis") and _too_much(value.basis)
