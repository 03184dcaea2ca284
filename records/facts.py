"""The four kinds of record that a document yields. Field by field: the annotation guide (docs/annotation.md)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from records.errors import BadRecord

Approx = Literal["exact", "about", "over", "under", "at_least", "at_most"]
Direction = Literal["up", "down", "flat"]
Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]
Level = Literal["重大", "一般"]
Status = Literal["found", "rectifying", "rectified"]

INDUSTRIES = (
    "煤矿", "非煤矿山", "危险化学品", "烟花爆竹", "交通运输", "建筑施工", "消防", "燃气", "渔业船舶", "工贸",
    "特种设备", "电力", "水利", "农业", "旅游", "教育", "医疗卫生", "商贸", "文体娱乐", "仓储物流", "城市运行",
    "新能源", "其他",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included; None where that end is open or unknown. Raises BadRecord if they cross."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise BadRecord(f"{self.start} 晚于 {self.end}")


@dataclass(frozen=True, slots=True)
class Change:
    """What a rise or fall is measured against (同比, 环比, «较上年») and which way it goes."""

    basis: str
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every record has: the words that state it, text[start:end] == quote, and how they were found.

    page        from 1, None where the format has no pages
    confidence  0 to 1
    rule        name of the rule that found it
    why         words of the normalised text that decided its fields, in the order of the text; not part of what it says
    """

    quote: str
    start: int
    end: int
    page: int | None = None
    confidence: float = 1.0
    rule: str = ""
    why: tuple[str, ...] = field(default=(), compare=False)


# the rule of a count that a cell of a hazard ledger tells in its words: of one danger, and no total of the unit
LEDGER_CELL = "ledger-cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Statement):
    """How much of something: «排查整治隐患9542处» is 9542 处 of 隐患, by 排查整治.

    value    scale word worked out (1.13万 → 11300); None only when masked
    upper    the other end of a range, else None
    part_of  index, in the document's list of counts, of the whole that this is a part of
    same_as  index of the first count of the document that states the same; None for one that is told for the first time
    Raises BadRecord: no value and not masked, a negative value, upper below value.
    """

    value: Decimal | None
    unit: str
    item: str
    upper: Decimal | None = None
    action: str | None = None
    approx: Approx = "exact"
    change: Change | None = None
    period: Period | None = None
    subject: str | None = None
    part_of: int | None = None
    masked: bool = False
    same_as: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if (self.value is None) != self.masked:
            raise BadRecord(f"{self.quote}：只有被遮盖的数可以没有数值")
        if self.value is not None and (self.value < 0 or (self.upper is not None and self.upper < self.value)):
            raise BadRecord(f"{self.quote}：数值为负或上下限颠倒")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Statement):
    """By when somebody must do something. due and start_date are both None for a recurring duty."""

    task: str
    due: date | None = None
    start_date: date | None = None
    recurrence: Recurrence | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard(Statement):
    """A hidden danger or a violation that is mentioned. due is the day by which the text wants it mended.

    standard  the standard for major hazards, with its number, and the item that the danger's words meet; not part of
              what the text says
    """

    description: str
    level: Level | None = None
    industry: str | None = None
    place: str | None = None
    status: Status | None = None
    measures: str | None = None
    responsible: str | None = None
    due: date | None = None
    funds: Decimal | None = None
    standard: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident(Statement):
    """An event with a place or a time. date is ISO to the precision given: «2023», «2023-01», «2023-04-18»."""

    date: str | None = None
    place: str | None = None
    type: str | None = None
    deaths: int | None = None
    injured: int | None = None
    missing: int | None = None
