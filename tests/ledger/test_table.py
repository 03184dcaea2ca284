from collections.abc import Callable
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.indicators import load_lines
from ledger.summary import summarise_files
from records import Extraction

Report = Callable[..., Extraction]

PIECES = [
    "共", "全镇", "全县", "。", "，", "；", "\n", "其中", "消防领域", "（二）城镇燃气。", "每月", "今年以来，",
    "\u3000", "\U00020bb7", "\r\n",
    "⟦排查隐患{n}处|排查/隐患⟧", "⟦发现问题{n}个|发现/问题⟧", "⟦已整改{n}处|整改/隐患⟧", "⟦整改率{r}%|/整改率⟧",
    "⟦重大隐患{s}处|/重大隐患⟧", "⟦一般隐患{n}处|/一般隐患⟧", "⟦检查企业{n}家|检查/企业⟧",
    "⟦检查企业{n}家次|检查/企业⟧",
    "⟦检查加油站{s}家|检查/加油站⟧", "⟦排查隐患**处|排查/隐患⟧", "⟦检查企业{n}余家|检查/企业⟧",
    "⟦发生事故{s}起|发生/事故⟧",
    "⟦死亡{s}人|死亡/死亡⟧", "⟦罚款{s}万元|罚款/罚款⟧", "⟦检查企业{n}家|检查/企业;subject=各村⟧",
    "⟦排查隐患{n}处|排查/隐患;period=2023-06-01..2023-06-30⟧", "⟦排查隐患{n}处|排查/隐患;period=..2023-06-25⟧",
    "⟦检查企业{n}家|检查/企业;period=2023-06-12..2023-06-12⟧", "⟦较上月增加{s}处|排查/隐患;change=较上月⟧",
    "⟦其他{s}处|排查/隐患;part=0⟧",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The text of a report, made of pieces; a part is only there when there is something to be a part of."""
    pieces = [piece.format(n=draw(st.integers(0, 999)), s=draw(st.integers(0, 20)), r=draw(st.integers(0, 100)))
              for piece in draw(st.lists(st.sampled_from(PIECES), max_size=14))]  # fmt: skip
    if not any("⟦" in piece and "part=0" not in piece for piece in pieces[:1]):
        pieces = [piece for piece in pieces if "part=0" not in piece]
    return "".join(pieces)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts(), min_size=1, max_size=5))
def test_totals_are_the_sums_of_what_they_name(report: Report, marked: list[str]) -> None:
    units = ("东河镇", "西岭乡", "县住建局", "县消防救援大队", "开发区")
    files = [(unit, report(f"{unit}。{text}")) for unit, text in zip(units, marked, strict=False)]
    summary = summarise_files(files, "2023-06")
    ids = {filed.id for filed in summary.counts}
    for indicator in (*summary.indicators.values(), *summary.beside.values()):
        line = load_lines()[indicator.key]
        figures = [*indicator.by_unit.values(), *([indicator.total] if indicator.total else [])]
        assert all(figure.sources and ids.issuperset(figure.sources) for figure in figures)
        assert not indicator.by_unit.keys() & {omission.unit for omission in indicator.omitted}
        assert set(indicator.masked) <= {omission.unit for omission in indicator.omitted}
        if indicator.total and line.parts:
            assert 0 <= indicator.total.value <= 100
        elif indicator.total and line.adds == "units":
            assert indicator.total.value == sum((figure.value for figure in indicator.by_unit.values()), Decimal(0))


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts())
@example("共共共共共⟦排查隐患0处|排查/隐患⟧⟦重大隐患0处|/重大隐患⟧\n⟦重大隐患1处|/重大隐患⟧消防领域\n共")
def test_saying_it_all_twice_changes_no_figure(report: Report, text: str) -> None:
    """A clerk pastes the summary paragraph at the end once more: what was clear stays as it is."""
    text = "".join(text.split("；"))
    if "part=0" in text:
        return
    once, twice = (summarise_files([("东河镇", report(each))], "2023-06") for each in (text, f"{text}\n{text}"))
    for key, indicator in once.indicators.items():
        for unit, figure in indicator.by_unit.items():
            again = twice.indicators[key].by_unit.get(unit)
            assert again is None or (again.value, again.unit) == (figure.value, figure.unit)
