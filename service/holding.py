"""What the office keeps that a report may be held against: the same unit's month before, and all units' month."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from check import Kept
from records import Extraction
from service.settings import database_url, load_office

if TYPE_CHECKING:
    from ledger.store import Store

_FILE = "sqlite:///"


@contextmanager
def holding() -> Iterator[Callable[[Extraction], Kept | None]]:
    """Gives what each document is to be held against; always None where nothing was ever kept."""
    url = database_url()
    if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists():
        yield lambda found: None
        return
    from ledger.store import Store

    own_office = load_office().issuer
    with Store.open(url) as store:
        yield lambda found: kept_for(store, found, own_office)


def kept_for(store: "Store", found: Extraction, own_office: str | None) -> Kept | None:
    """What to hold a document against; None where it names neither a unit that reports nor the office, or no month.

    own_office: the office's own name; its report is on all units.
    """
    from ledger.summary import summarise_files
    from service.guess import month_of

    issuer, month = found.document.issuer, month_of([found])
    if not issuer or not month:
        return None
    unit, months = store.resolve_unit(issuer), store.months()
    is_own = issuer == own_office
    if unit is None and not is_own:
        return None
    before = month_before(month)
    return Kept(
        own=summarise_files([(issuer, found)], month),
        before=store.summary(before) if before in months else None,
        units=store.summary(month) if is_own and month in months else None,
        unit=None if is_own else unit,
    )


def month_before(month: str) -> str:
    """The month before: «2023-01» gives «2022-12»."""
    last = dt.date.fromisoformat(f"{month}-01") - dt.timedelta(days=1)
    return f"{last:%Y-%m}"
