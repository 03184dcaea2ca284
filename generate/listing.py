"""Lists and ledgers: tables whose rows and columns a kind's draft.toml names ([[list]])."""

from typing import Any

from generate.marks import Mark
from generate.model import Given, Inline, Table, Words
from generate.settings import ListPlan
from generate.views import Facts
from templates import BadTemplate

_NUMBER = "序号"
_FIGURES = frozenset({"rank", "rate", "figure", "deaths", "injured", "funds"})


def make_lists(plans: tuple[ListPlan, ...], facts: Facts) -> dict[str, Table | None]:
    """The lists by name; one without rows is no table. Raises BadTemplate: rows or a column that there is not."""
    return {plan.name: _list(plan, facts) for plan in plans}


def _list(plan: ListPlan, facts: Facts) -> Table | None:
    rows = (
        [_fixed(item, plan) for item in plan.items]
        if plan.items
        else [_told(view, plan) for view in _rows(plan, facts)]
    )
    rows = rows or [((),) * len(plan.columns)] * plan.blank
    shown = [at for at, column in enumerate(plan.columns) if not column.spare or any(row[at] for row in rows)]
    columns, rows = [plan.columns[at] for at in shown], [tuple(row[at] for at in shown) for row in rows]
    head = tuple((Words(column.head),) for column in columns)
    numeric = tuple(column.field in _FIGURES for column in columns)
    if not plan.numbered or not rows:
        return Table((), head, tuple(rows), numeric) if rows else None
    numbered = tuple(((Given(str(number)),), *cells) for number, cells in enumerate(rows, start=1))
    return Table((), ((Words(_NUMBER),), *head), numbered, (True, *numeric))


def _rows(plan: ListPlan, facts: Facts) -> tuple[Any, ...]:
    rows = getattr(facts, plan.rows, None) if not plan.rows.startswith("_") else None
    if not isinstance(rows, tuple):
        raise BadTemplate(f"清单“{plan.name}”的 rows 不能是“{plan.rows}”，可用的名称见 templates/README.md")
    return rows


def _told(view: Any, plan: ListPlan) -> tuple[Inline, ...]:
    return tuple(_cell(view, column.field, plan) for column in plan.columns)


def _cell(view: Any, field: str | None, plan: ListPlan) -> Inline:
    """What the view has under that name; empty, to be filled in by hand, where no record states it."""
    if field is None:
        return ()
    value = getattr(view, field, None)
    if not isinstance(value, Mark):
        raise BadTemplate(f"清单“{plan.name}”没有“{field}”这一栏可用，可用的名称见 templates/README.md")
    return value.inline if value else ()


def _fixed(item: tuple[str, ...], plan: ListPlan) -> tuple[Inline, ...]:
    cells = (*item, *[""] * (len(plan.columns) - len(item)))
    return tuple((Words(text),) if text else () for text in cells)
