"""Who must report, under which names, and by when."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.periods import month_days
from ledger.words import told
from records import BadRequest, ReportingUnit


@dataclass(frozen=True, slots=True)
class Roster:
    """The units that must report each month, in the order in which tables list them.

    due_day         day of the month by which reports are due, capped at its last day; None when no day is set
    due_next_month  whether that is a day of the month after («次月5日前»)
    """

    units: tuple[ReportingUnit, ...] = ()
    due_day: int | None = None
    due_next_month: bool = False

    def due(self, month: str) -> dt.date | None:
        """The last day for the month's reports. Raises BadRequest for a malformed month."""
        _, last = month_days(month)
        if self.due_day is None:
            return None
        if self.due_next_month:
            _, last = month_days(f"{last + dt.timedelta(days=1):%Y-%m}")
        return last.replace(day=min(self.due_day, last.day))

    def resolve(self, name: str) -> str | None:
        """The unit of that name or alias, also with its county before or its office behind; None: no unit, or two."""
        return resolve(name, self.units)

    def names_of(self, unit: str) -> tuple[str, ...]:
        """All the names that a unit goes by, its own first."""
        aliases = next((known.aliases for known in self.units if known.name == unit), ())
        return (unit, *aliases)


def resolve(name: str, units: Sequence[ReportingUnit]) -> str | None:
    """See Roster.resolve."""
    wanted = plain_name(name)
    for loosely in (False, True):
        found = {unit.name for unit in units if _goes_by(unit, wanted, loosely)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def check_units(units: Sequence[ReportingUnit]) -> None:
    """Raises BadRequest when a name is empty or stands for two units."""
    owners: dict[str, str] = {}
    for unit in units:
        for name in (unit.name, *unit.aliases):
            if not plain_name(name):
                raise BadRequest("报送单位名单中有空白的名称，请补上或删除")
            owner = owners.setdefault(plain_name(name), unit.name)
            if owner != unit.name:
                raise BadRequest(f"报送单位名单中“{name}”同时指“{owner}”和“{unit.name}”，请改用不同的名称")
    if len({plain_name(unit.name) for unit in units}) < len(units):
        raise BadRequest("报送单位名单中有重复的单位，请删除多余的")


def plain_name(name: str) -> str:
    """A name as compared: width folded, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _goes_by(unit: ReportingUnit, wanted: str, loosely: bool) -> bool:
    names = [plain_name(name) for name in (unit.name, *unit.aliases)]
    return any(re.fullmatch(_loose(name), wanted) for name in names) if loosely else wanted in names


def _loose(name: str) -> str:
    """A pattern for the name with what may stand around it without making it another unit's.

    «云桓县槐浦镇人民政府» is 槐浦镇, «大槐浦镇» is not.
    """
    around = told()["names"]
    before = ".*" if name[0] in around["regions"] else f"(?:.*[{around['regions']}])?"  # «县住建局» takes «云桓»
    return f"{before}{re.escape(name)}{around['after']}"
