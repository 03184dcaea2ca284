"""An office's list of units that must report, as a TOML file."""

import tomllib
from pathlib import Path

from ledger.roster import Roster
from records import BadRequest, ReportingUnit


def load_roster(path: Path) -> Roster:
    """Units and day due of a roster file. Raises BadRequest: not there, not TOML, or without names.

    due_day = 25
    units = [{ name = "槐浦镇", aliases = ["槐浦镇人民政府"] }]
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        units = tuple(ReportingUnit(unit["name"], tuple(unit.get("aliases", ()))) for unit in told["units"])
        return Roster(units, told.get("due_day"), told.get("due_next_month", False))
    except FileNotFoundError as error:
        raise BadRequest(f"找不到名单文件 {path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise BadRequest(f"名单文件 {path} 有误（{error}），写法见 docs/manual.md 的“报送单位名单”") from error
