"""The tables that a template may place with «| name»; one without rows is no table."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generate.changes import Before
from generate.facts import by_name
from generate.grades import grades_table
from generate.listing import make_lists
from generate.marks import Mark, Marks
from generate.model import Given, Inline, Number, Table, Words
from generate.printing import print_cell
from generate.settings import Column, DraftSettings, Step
from generate.trades import trades_table
from generate.trend import trend_table
from generate.units import doubtful, same_measure
from generate.views import DangerView, DutyView, Facts, StepView
from records import Figure, Indicator, MonthSummary

_TEN_THOUSANDS = "万元"
_LINES_TO_FILL = 8
_WHOLE_TIME, _LAST_DAY = 100, "完成（最后时限）"
_NOT_SENT, _NOT_STATED, _NO_SUM, _DOUBTFUL = "未报", "—", "不合计", "※"
_OMITTED = {"masked": "未填", "disputed": "存疑", "unclear": "待核", "other_period": "另期", "narrow": "分项"}
_MEANINGS = {
    _NOT_SENT: "未报送本月数据",
    "未填": "以符号代替、没有数字",
    "存疑": "同一数据前后不一致",
    "待核": "有多个数值，不能确定总数",
    "另期": "统计时段与本表不同",
    "分项": "只报了其中一类",
    _NOT_STATED: "报告中没有该项",
    _NO_SUM: "各单位口径不同，不能相加",
    _DOUBTFUL: "与本单位其他数据矛盾或含有这样的数据",
}


def make_tables(
    summary: MonthSummary, settings: DraftSettings, facts: Facts, marks: Marks, before: Before
) -> dict[str, Table | None]:
    """Every table by the name that templates place it by."""
    made = {
        "各单位数据": _units_table(summary, settings, marks),
        "未整改重大隐患": _dangers_table(facts.open_majors),
        "时限任务": _duties_table(facts.duties),
        "行业分工": _trades_table(facts.trades, marks),
        "逾期重大隐患": _dangers_table(facts.overdue),
        "空白统计表": _blank_form(summary, settings),
        "逐月情况": trend_table(summary, before.earlier, marks) if settings.trend else None,
        "分行业隐患": trades_table(facts.dangers, marks),
        "考评得分": grades_table(facts.grades),
        "倒排进度": _steps_table(facts.steps, settings.steps),
        **make_lists(settings.lists, facts),
    }
    return {name: replace(table, name=name) if table else None for name, table in made.items()}


def table_names(settings: DraftSettings) -> tuple[str, ...]:
    """The names of all tables that a kind's templates may place."""
    return (*_SHIPPED, *(plan.name for plan in settings.lists))


_SHIPPED = (
    "各单位数据", "未整改重大隐患", "时限任务", "行业分工", "逾期重大隐患", "空白统计表", "逐月情况", "分行业隐患",
    "考评得分", "倒排进度",
)  # fmt: skip


def _units_table(summary: MonthSummary, settings: DraftSettings, marks: Marks) -> Table | None:
    indicators = by_name(summary)
    columns = [
        _column(column, indicators[column.indicator]) for column in settings.columns if column.indicator in indicators
    ]
    units = _roster(summary, [indicators[column.indicator] for column in columns])
    if not columns or not units:
        return None
    doubts = doubtful(indicators)
    rows = [
        ((Given(unit),), *(_unit_cell(unit, column, indicators, summary, doubts, marks) for column in columns))
        for unit in units
    ]
    rows.append(((Words("合计"),), *(_total_cell(column, indicators, doubts, marks) for column in columns)))
    head = ((Words("单位"),), *((Words(f"{column.indicator}（{column.unit}）"),) for column in columns))
    return Table((), head, tuple(rows), (False, *(True for _ in columns)), _note(rows))


def _column(column: Column, indicator: Indicator) -> Column:
    """The column in the unit of its total, unless it is to show money in 万元."""
    unit = indicator.total.unit if indicator.total and column.unit != _TEN_THOUSANDS else column.unit
    return Column(column.indicator, unit)


def _roster(summary: MonthSummary, indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The units with something to show, in the summary's order: a figure, the reason for none, or no report at all.

    Whoever sent a paper that states none of the columns (a news report, minutes) is no row of the table.
    """
    told = {
        unit
        for indicator in indicators
        for unit in (*indicator.by_unit, *indicator.masked, *(omission.unit for omission in indicator.omitted))
    }
    known = tuple(dict.fromkeys((*summary.units, *summary.missing)))
    return (*(unit for unit in known if unit in told or unit in summary.missing), *sorted(told.difference(known)))


def _unit_cell(
    unit: str, column: Column, indicators: dict[str, Indicator], summary: MonthSummary,
    doubts: frozenset[tuple[str, str]], marks: Marks,
) -> Inline:  # fmt: skip
    indicator = indicators[column.indicator]
    if figure := indicator.by_unit.get(unit):
        doubt = (Words(_DOUBTFUL),) if (unit, indicator.name) in doubts else ()
        return (*_number(figure, indicator, column, marks), *doubt)
    if unit in summary.missing:
        return (Words(_NOT_SENT),)
    return (Words(_why_empty(unit, indicator)),)


def _why_empty(unit: str, indicator: Indicator) -> str:
    """The sign for a unit that reported, but has no figure here."""
    reason = next((omission.reason for omission in indicator.omitted if omission.unit == unit), None)
    if reason is None and unit in indicator.masked:
        reason = "masked"
    return _OMITTED[reason] if reason else _NOT_STATED


def _total_cell(
    column: Column, indicators: dict[str, Indicator], doubts: frozenset[tuple[str, str]], marks: Marks
) -> Inline:  # fmt: skip
    """The total, with the sign of doubt when a figure that bears it is in it."""
    indicator = indicators[column.indicator]
    if indicator.total is None:
        return (Words(_NO_SUM if indicator.by_unit else _NOT_STATED),)
    shaky = {
        source
        for unit, figure in indicator.by_unit.items()
        if (unit, indicator.name) in doubts
        for source in figure.sources
    }
    doubt = (Words(_DOUBTFUL),) if shaky.intersection(indicator.total.sources) else ()
    return (*_number(indicator.total, indicator, column, marks), *doubt)


def _number(figure: Figure, indicator: Indicator, column: Column, marks: Marks) -> Inline:
    return marks.number(
        figure, indicator.name, print_cell(figure, column.unit, same_measure(figure.unit, column.unit))
    ).inline


def _note(rows: list[tuple[Inline, ...]]) -> Inline:
    """What the signs mean that stand in the table; empty when none does."""
    texts = {piece.text for row in rows for cell in row for piece in cell if isinstance(piece, Words | Number)}
    told = [f"“{sign}”为{meaning}" for sign, meaning in _MEANINGS.items() if sign in texts]
    left_out = "未列数值的不计入合计。" if texts & (_MEANINGS.keys() - {_DOUBTFUL, _NO_SUM}) else ""
    return (Words(f"注：{'；'.join(told)}。{left_out}"),) if told else ()


def _dangers_table(found: tuple[DangerView, ...]) -> Table | None:
    return _listed(
        ("报送单位", "隐患所在单位或场所", "隐患情况", "责任单位", "整改时限"),
        ((danger.unit, danger.place, danger.description, danger.responsible, danger.due) for danger in found),
    )


def _duties_table(found: tuple[DutyView, ...]) -> Table | None:
    return _listed(
        ("工作任务", "责任单位", "完成时限", "报送单位"),
        ((duty.task, duty.responsible, duty.when, duty.unit) for duty in found),
    )


def _steps_table(steps: tuple[StepView, ...], plan: tuple[Step, ...]) -> Table | None:
    """A task a row, a step a column: by when each is to be done. A step that ends on the last day is that column."""
    tasks: dict[int, list[StepView]] = {}
    for step in steps:
        tasks.setdefault(id(step.task), []).append(step)  # the steps of a task share its mark
    if not tasks:
        return None
    before = [step.name for step in plan if step.share < _WHOLE_TIME]
    head = ("序号", "工作任务", "责任单位", *before, _LAST_DAY, "报送单位", "完成情况")
    rows = tuple(_steps_row(number, found, len(before)) for number, found in enumerate(tasks.values(), start=1))
    return Table((), tuple((Words(title),) for title in head), rows, (True, *(False for _ in head[1:])))


def _steps_row(number: int, steps: list[StepView], before: int) -> tuple[Inline, ...]:
    task = steps[0]
    who = task.responsible.inline if task.responsible else ()
    days = (step.day.inline for step in steps[:before])
    return ((Given(str(number)),), task.task.inline, who, *days, task.when.inline, task.unit.inline, ())


def _trades_table(trades: tuple[Mark, ...], marks: Marks) -> Table | None:
    rows = ((trade, marks.gap("牵头单位"), marks.gap("配合单位")) for trade in trades)
    return _listed(("行业领域", "牵头单位", "配合单位"), rows)


def _listed(head: tuple[str, ...], rows: Iterable[tuple[Mark, ...]]) -> Table | None:
    """A list with the row's number in front."""
    numbered = tuple(_row(number, cells) for number, cells in enumerate(rows, start=1))
    titles = tuple((Words(title),) for title in ("序号", *head))
    return Table((), titles, numbered, (True, *(False for _ in head))) if numbered else None


def _row(number: int, cells: tuple[Mark, ...]) -> tuple[Inline, ...]:
    return ((Given(str(number)),), *(mark.inline for mark in cells))


def _blank_form(summary: MonthSummary, settings: DraftSettings) -> Table | None:
    """The month's form as units are to fill it in: their names, or lines for them, and no figures."""
    units = _roster(summary, summary.indicators.values()) or ("",) * _LINES_TO_FILL
    if not settings.columns:
        return None
    head = ((Words("单位"),), *((Words(f"{column.indicator}（{column.unit}）"),) for column in settings.columns))
    rows = tuple(_blank_row(unit, len(settings.columns)) for unit in units)
    return Table((), head, rows, (False, *(True for _ in settings.columns)))


def _blank_row(unit: str, columns: int) -> tuple[Inline, ...]:
    empty: Iterator[Inline] = (() for _ in range(columns))
    return ((Given(unit),) if unit else (), *empty)
