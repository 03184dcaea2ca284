"""A made-up month of a made-up county, rich enough that every sentence of the templates has something to say."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

import generate
from generate import Draft, Leader, Office, Stage
from generate.addressee import possible
from generate.settings import load_settings
from records import Accident, Count, Deadline, Figure, Filed, Hazard, Indicator, MonthSummary
from records.office import Omission

MONTH = "2023-06"
UNITS = (
    "柳溪镇", "青石镇", "白沙乡", "南湖街道", "北岭镇", "东渡镇", "临江经济开发区",
    "县住建局", "县交通运输局", "县消防救援大队", "县市场监管局", "县教育局",
)  # fmt: skip

# 检查单位 排查隐患 整改隐患 重大隐患 重大隐患整改 立案 罚款; None: not in that unit's report
ROWS: dict[str, tuple[str | None, ...]] = {
    "柳溪镇": ("312", "1046", "1002", "4", "3", "6", "86000"),
    "青石镇": ("208", "655", "640", "2", "2", "3", "30000"),
    "白沙乡": ("96", "187", "163", "1", "0", "0", "0"),
    "北岭镇": ("143", "320", "318", "0", "0", "1", "10000"),
    "东渡镇": ("120", "280", "256", "1", "1", None, None),
    "临江经济开发区": ("264", "702", "731", "3", "1", "4", "158000"),
    "县住建局": ("85", "412", "398", "2", "2", "7", "210000"),
    "县交通运输局": ("77", "233", "229", "1", "1", "5", "45000"),
    "县消防救援大队": ("530", "1288", "1190", "6", "2", "19", "325000"),
    "县市场监管局": ("410", "520", "511", "1", "1", "11", "96500"),
}
NAMES = ("检查单位", "排查隐患", "整改隐患", "重大隐患", "重大隐患整改", "立案", "罚款")
MEASURES = ("家", "处", "处", "处", "处", "起", "元")
OTHERS = (
    ("检查组", "个", "46"), ("出动检查人员", "人次", "11300"), ("下达执法文书", "份", "418"),
    ("停产停业整顿", "家", "5"), ("关闭取缔", "家", "2"), ("约谈", "家", "14"), ("曝光", "起", "9"),
    ("会议", "次", "38"),
    ("领导带队检查", "次", "57"), ("培训", "场次", "64"), ("培训人数", "人次", "3820"), ("宣传资料", "份", "30000"),
    ("应急演练", "场次", "21"), ("投入资金", "元", "3000000"), ("事故起数", "起", "1"), ("死亡人数", "人", "0"),
    ("受伤人数", "人", "2"),
)  # fmt: skip


class MonthMaker:
    """Files records one by one and makes the summary that stands on them."""

    def __init__(self) -> None:
        self.ids: Iterator[int] = count(101)
        self.counts: list[Filed[Count]] = []
        self.indicators: dict[str, Indicator] = {}

    def file(self, unit: str, value: str, measure: str, item: str) -> Figure:
        quote = f"{item}{value}{measure}"
        record = Count(
            value=Decimal(value), unit=measure, item=item, quote=quote, start=40, end=40 + len(quote), page=2
        )
        filed = Filed(next(self.ids), unit, f"{unit}.docx", MONTH, record)
        self.counts.append(filed)
        return Figure(Decimal(value), measure, (filed.id,))

    def indicator(self, name: str, measure: str, values: dict[str, str], **more: tuple[Omission, ...]) -> None:
        by_unit = {unit: self.file(unit, value, measure, name) for unit, value in values.items()}
        sources = tuple(source for figure in by_unit.values() for source in figure.sources)
        value = sum((figure.value for figure in by_unit.values()), Decimal(0))
        total = Figure(value, measure, sources, formula=f"{len(by_unit)}个单位之和") if by_unit else None
        masked = tuple(one.unit for one in more.get("omitted", ()) if one.reason == "masked")
        self.indicators[name] = Indicator(name, name, total, by_unit, masked=masked, **more)

    def rate(self, name: str, part: str, whole: str) -> None:
        """The rate that each unit's figures make, and the whole table's."""
        parts, wholes = self.indicators[part].by_unit, self.indicators[whole].by_unit
        by_unit = {
            unit: self._ratio(parts[unit], figure) for unit, figure in wholes.items() if unit in parts and figure.value
        }
        by_unit["东渡镇"] = self.file("东渡镇", "94.1", "%", name)
        sound = [unit for unit, figure in parts.items() if figure.value <= wholes[unit].value]
        total = self._ratio(self._sum(parts[unit] for unit in sound), self._sum(wholes[unit] for unit in sound))
        self.indicators[name] = Indicator(name, name, total, by_unit)

    @staticmethod
    def _sum(figures: Iterable[Figure]) -> Figure:
        given = list(figures)
        sources = tuple(source for figure in given for source in figure.sources)
        return Figure(sum((figure.value for figure in given), Decimal(0)), given[0].unit, sources)

    @staticmethod
    def _ratio(part: Figure, whole: Figure) -> Figure:
        value = (part.value / whole.value * 100).quantize(Decimal("0.01"))
        return Figure(value, "%", part.sources + whole.sources, formula=f"{part.value}÷{whole.value}")


def _hazard(
    id_: int, unit: str, place: str, description: str, due: dt.date | None = None, **more: str
) -> Filed[Hazard]:
    record = Hazard(
        description=description, place=place, level="重大", due=due, industry=more.get("industry"),  # type: ignore[arg-type]
        status=more.get("status"), responsible=more.get("responsible"),  # type: ignore[arg-type]
        quote=description, start=7, end=7 + len(description), page=3,
    )  # fmt: skip
    return Filed(id_, unit, f"{unit}.docx", MONTH, record)


def _deadline(id_: int, unit: str, task: str, due: dt.date | None, **more: object) -> Filed[Deadline]:
    record = Deadline(task=task, due=due, quote=f"{task}。", start=0, end=len(task) + 1, **more)  # type: ignore[arg-type]
    return Filed(id_, unit, f"{unit}.pdf", MONTH, record)


HAZARDS = (
    _hazard(901, "南湖街道", "锦绣购物中心", "二层安全出口锁闭，自动喷水灭火系统末端无压力", dt.date(2023, 7, 31),
            industry="消防", status="rectifying", responsible="南湖街道安监所"),
    _hazard(902, "白沙乡", "红岩采石场", "采场坡面角大于设计角度", dt.date(2023, 7, 20), industry="非煤矿山"),
    _hazard(903, "临江经济开发区", "恒发铝业有限公司", "深井铸造未设置应急储水箱", industry="工贸", status="found"),
    _hazard(904, "县住建局", "城东安置房项目", "深基坑临边防护缺失", status="rectified", industry="建筑施工"),
    _hazard(905, "县消防救援大队", "金源劳务市场", "违规采用易燃可燃材料为芯材的彩钢板搭建住宿用房", industry="消防"),
    _hazard(906, "县市场监管局", "鸿运气瓶充装站", "超期未检气瓶充装使用", dt.date(2023, 7, 10), industry="特种设备"),
    _hazard(907, "柳溪镇", "柳溪加油站", "卸油区静电接地报警装置失效", dt.date(2023, 7, 5), industry="危险化学品"),
)  # fmt: skip

DEADLINES = (
    _deadline(951, "县安委办", "完成应急预案修订并报县安委办备案", dt.date(2023, 7, 31), responsible="各镇（街道）"),
    _deadline(952, "县教育局", "完成全县校车安全技术检验", dt.date(2023, 8, 25), responsible="我局、县公安交警大队"),
    _deadline(953, "南湖街道", "完成27个高层小区消防控制室值班人员持证情况核查", dt.date(2023, 7, 15)),
    _deadline(954, "县消防救援大队", "完成劳动密集型企业消防安全专项检查", dt.date(2023, 8, 31)),
    _deadline(955, "县住建局", "完成在建工地起重机械全覆盖检测", dt.date(2023, 9, 30), start_date=dt.date(2023, 7, 1)),
    _deadline(956, "柳溪镇", "对老旧小区燃气立管实施更换", dt.date(2023, 12, 31), responsible="柳溪镇城建办"),
    _deadline(959, "白沙乡", "整改到位", dt.date(2023, 7, 20), responsible="乡应急办"),
    _deadline(957, "县安委办", "调度重大事故隐患整改进展", None, recurrence="weekly"),
    _deadline(958, "北岭镇", "动员部署阶段", dt.date(2023, 5, 31), start_date=dt.date(2023, 5, 1)),
)  # fmt: skip

ACCIDENTS = (
    Filed(981, "北岭镇", "北岭镇.docx", MONTH,
          Accident(date="2023-06-03", place="北岭镇", type="车辆伤害", deaths=0, injured=2,
                   quote="造成2人受伤", start=0, end=6)),
)  # fmt: skip

OFFICE = Office(
    issuer="临江县安全生产委员会办公室",
    region="临江县",
    date=dt.date(2023, 7, 4),
    recipients="各镇人民政府、街道办事处，经济开发区管委会，县安委会各成员单位",
    campaign="重大事故隐患专项排查整治2023行动",
    basis="《国务院安委会关于印发〈全国重大事故隐患专项排查整治2023行动总体方案〉的通知》",
    leaders=(Leader("梁启明", "副县长", ("柳溪镇", "白沙乡")), Leader("沈青", None, ("县消防救援大队",))),
    contact="周文", phone="0000-5550123", email="aqb@example.gov.cn",
    reply_by=dt.date(2023, 7, 12),
    stages=(
        Stage("动员部署阶段"),
        Stage("企业自查自改和部门帮扶阶段", dt.date(2023, 6, 1), dt.date(2023, 8, 31)),
        Stage("部门精准执法阶段", dt.date(2023, 9, 1), dt.date(2023, 11, 30)),
        Stage("总结提高阶段", end=dt.date(2023, 12, 31)),
    ),
)  # fmt: skip


def _masked(unit: str) -> tuple[Omission, ...]:
    return (Omission(unit, "masked", f"{unit}以符号代替", (101,)),)


def _rich() -> MonthSummary:
    maker = MonthMaker()
    for at, (name, measure) in enumerate(zip(NAMES, MEASURES, strict=True)):
        values = {unit: value for unit, row in ROWS.items() if (value := row[at]) is not None}
        maker.indicator(name, measure, values, omitted=_masked("南湖街道"))
    for name, measure, value in OTHERS:
        maker.indicator(name, measure, {"柳溪镇": value})
    maker.rate("整改率", "整改隐患", "排查隐患")
    return MonthSummary(
        month=MONTH, cut_off=dt.date(2023, 6, 30), units=UNITS, indicators=maker.indicators, deadlines=DEADLINES,
        hazards=HAZARDS, accidents=ACCIDENTS, counts=tuple(maker.counts), missing=("县教育局",), late=("青石镇",),
        period="to_date", inspected=frozenset({902, 905}),
    )  # fmt: skip


@pytest.fixture(scope="session")
def rich() -> MonthSummary:
    """A month in which everything happens: late, missing, masked and contradicting units, major hazards, deadlines."""
    return _rich()


@pytest.fixture(scope="session")
def empty() -> MonthSummary:
    """A month in which nobody sent anything."""
    return MonthSummary(MONTH, None, (), {}, (), (), (), ())


@pytest.fixture(scope="session")
def office() -> Office:
    """An office that has set everything."""
    return OFFICE


@pytest.fixture(scope="session")
def make_month() -> Callable[[], MonthMaker]:
    """Gives a maker for a month of one's own."""
    return MonthMaker


def written_to(kind: str, summary: MonthSummary, office: Office) -> str | None:
    """Somebody that a paper of that kind can be written to: of units the first, of places that of an open hazard."""
    settings = load_settings(kind)
    known = possible(settings, summary, office) if settings.to else ()
    return known[0] if known else None


@pytest.fixture(scope="session")
def draft() -> Callable[..., Draft]:
    """Drafts like generate.draft, to somebody where the kind is written to one."""

    def drafted(kind: str, summary: MonthSummary, office: Office, *more: Any, **named: Any) -> Draft:
        named.setdefault("unit", written_to(kind, summary, office))
        return generate.draft(kind, summary, office, *more, **named)

    return drafted
