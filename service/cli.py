"""The command «anwen»: the contract's verbs. Heavy parts are imported by the verb that needs them."""

import atexit
import datetime as dt
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records import BadRequest, Failure, UnreadableFile
from service import templating, verbs
from service.trouble import told

if TYPE_CHECKING:
    from generate import Before
    from ledger.store import Store
    from records import Extraction, MonthSummary
    from service.gather import Outcome

app = typer.Typer(
    help="安文：从安全生产公文中抽取数据、核查材料、起草公文。全程离线。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(verbs.serve)
app.command()(verbs.worker)
app.add_typer(verbs.user, name="user")
app.add_typer(templating.templates, name="templates")

Paths = Annotated[list[Path], typer.Argument(help="文件或文件夹；- 表示从标准输入读取文本", metavar="PATH...")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Month = Annotated[str | None, typer.Option("--month", help="月份，如 2023-06", metavar="YYYY-MM")]
Day = Annotated[dt.datetime | None, typer.Option("--date", help="成文日期，如 2023-06-15", formats=["%Y-%m-%d"])]
Unit = Annotated[str | None, typer.Option("--unit", help="报送单位")]
Kind = Annotated[str | None, typer.Option("--kind", help="文种，如 工作汇报；不给则自动判断")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="另存为 Excel 文件", metavar="OUT.xlsx")]


def main() -> None:
    """Runs the command line; every failure is one line on standard error and an exit status."""
    gc.set_threshold(50_000)  # nearly all that a command makes lasts until its end: looking for what does not is vain
    atexit.register(gc.freeze)  # nor need it be looked through once more when all of it goes
    try:
        status = app(standalone_mode=False)
    except BrokenPipeError:  # the reader of our output went away: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except (Exception, KeyboardInterrupt) as error:
        status = _complain(*told(error))
    sys.exit(status if isinstance(status, int) else 0)


def _complain(line: str, status: int) -> int:
    print(f"anwen：{line}", file=sys.stderr)
    return status


@app.command("extract")
def extract_command(
    paths: Paths,
    date: Day = None,
    kind: Kind = None,
    as_json: Json = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="每个文件一行 JSON")] = False,
    xlsx: Xlsx = None,
    why: Annotated[bool, typer.Option("--why", help="列出每条记录的把握和依据（规则、关键词语）")] = False,
) -> int:
    """从文件中抽取数据、时限、隐患、事故。"""
    from records import Extraction
    from service import doors, show

    found = list(_read(paths, date, kind))
    objects = [
        one.result if isinstance(one.result, Extraction) else doors.failed(one.name, one.result) for one in found
    ]
    if as_json:
        print(doors.to_json(objects))
    elif as_lines:
        for each in objects:
            print(doors.to_json(each, indent=None))
    else:
        for one in found:
            if isinstance(one.result, Extraction):
                show.extraction(one.result, why)
    if xlsx:
        _write_sheets(found, xlsx)
    return _status(found)


@app.command()
def ingest(
    paths: Paths,
    month: Annotated[str, typer.Option("--month", help="所属月份，如 2023-06", metavar="YYYY-MM")],
    unit: Annotated[str | None, typer.Option("--unit", help="报送单位；不给则取文件落款单位")] = None,
    received: Annotated[dt.datetime | None, typer.Option(help="收到日期，默认今天", formats=["%Y-%m-%d"])] = None,
) -> int:
    """抽取并存入台账。"""
    from records import Extraction
    from service import show

    day = received.date() if received else dt.date.today()
    found, nameless = [], 0
    with _store() as store:
        for one in _read(paths, None, None):
            found.append(one)
            if not isinstance(one.result, Extraction):
                continue
            if sender := unit or _sender(store, one.result):
                done = store.add(one.result, one.data, unit=sender, month=month, received=day)
                show.added(one.name, one.result, done)
            else:
                nameless = _complain(f"{one.path}：看不出报送单位，未存入；请用 --unit 指定后再存", BadRequest.exit)
    return _status(found) or nameless


def _sender(store: "Store", result: "Extraction") -> str | None:
    """The unit that a report comes from, by its signature; None where it names none."""
    issuer = result.document.issuer
    return issuer and (store.resolve_unit(issuer) or issuer)


@app.command()
def files(month: Month = None, unit: Unit = None, as_json: Json = False) -> int:
    """列出台账中的文件。"""
    from service import doors, show

    with _store() as store:
        kept = store.submissions(month, unit)
    print(doors.to_json(kept)) if as_json else show.files(kept)
    return 0


@app.command()
def withdraw(number: Annotated[int, typer.Argument(help="文件编号，见 anwen files", metavar="ID")]) -> int:
    """撤回误存的文件及其记录；被它取代的旧文件恢复有效。"""
    from service import show

    with _store() as store:
        show.withdrawn(store.withdraw(number))
    return 0


@app.command()
def records(
    kind: Annotated[str, typer.Argument(help="counts 数据、deadlines 时限、hazards 隐患、accidents 事故")],
    month: Month = None,
    unit: Unit = None,
    as_json: Json = False,
    xlsx: Xlsx = None,
) -> int:
    """列出台账中的记录。"""
    from service import doors, show

    with _store() as store:
        filed = store.records(kind, month, unit)
    if as_json:
        print(doors.to_json(filed))
    else:
        show.filed(kind, filed)
    if xlsx:
        from ledger.sheets import write_xlsx

        write_xlsx(xlsx, kind, filed)
    return 0


@app.command()
def units(
    roster: Annotated[Path | None, typer.Option("--set", help="从 TOML 文件设置报送单位名单", metavar="FILE")] = None,
    as_json: Json = False,
) -> int:
    """列出或设置应报送单位。"""
    from service import doors, show
    from service.roster import load_roster

    with _store() as store:
        if roster:
            told = load_roster(roster)
            store.set_roster(told.units, told.due_day, told.due_next_month)
        known = store.units()
    print(doors.to_json(known)) if as_json else show.units(known)
    return 0


@app.command()
def draft(
    kind: Annotated[str, typer.Argument(help="文种，如 通报；全部文种见 anwen templates")],
    more: Annotated[list[Path] | None, typer.Argument(help="--from 之后的其他文件", metavar="[PATH...]")] = None,
    month: Month = None,
    sources: Annotated[list[Path] | None, typer.Option("--from", help="直接从这些文件起草", metavar="PATH...")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="输出的 Word 文件", metavar="OUT.docx")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时转为 PDF（需安装 LibreOffice）")] = False,
    allow_gaps: Annotated[bool, typer.Option("--allow-gaps", help="缺少的数据以【待填】代替")] = False,
    unit: Annotated[str | None, typer.Option("--unit", help="写给哪个单位（提醒函、督办函等）")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="用本单位的 Word 文件作模板", metavar="FILE.docx")
    ] = None,
    charts: Annotated[bool, typer.Option("--charts", help="在数据表下插图（需安装 matplotlib）")] = False,
    with_sources: Annotated[bool, typer.Option("--sources", help="附上“数据来源表”")] = False,
    comments: Annotated[bool, typer.Option("--comments", help="每个数字加 Word 批注，写明出处")] = False,
    each: Annotated[bool, typer.Option("--each", help="给每个有关单位各起草一份，放进 -o 所给文件夹")] = False,
) -> int:
    """由台账或所给文件起草公文和清单。"""
    from generate import known_sets
    from service import papers, show
    from service.settings import own_templates

    files = [*(sources or []), *(more or [])]
    members = known_sets(own_templates()).get(kind)
    summary, past, status = _summary(month, files, members or [kind])
    wish = papers.Wish(kind, unit, allow_gaps, pdf, template, with_sources, comments, charts)
    if not each and members is None:
        show.drafted(*papers.write(wish, summary, past, out))
        return status
    written = papers.write_set(wish, members, summary, past, out) if members else None
    for concern, made, place in written or papers.write_each(wish, summary, past, out):
        if isinstance(made, Failure):
            status = _complain(f"{place}：{made}", made.exit)
        else:
            show.drafted(made, place, concern)
    return status


@app.command()
def evidence(
    paths: Annotated[list[Path], typer.Argument(help="由安文起草的 Word 文件", metavar="FILE.docx...")],
    as_json: Json = False,
) -> int:
    """列出文稿中每个数字的出处，指出起草后被改动、删去、新增的数字。没有变动返回 0，有变动返回 1。"""
    import generate
    from service import doors, show

    proofs: list[Any] = []
    status = 0
    for path in paths:
        try:
            proofs.append(generate.prove(path))
        except Failure as error:
            status = _complain(f"{path}：{error}", error.exit)
            proofs.append(doors.failed(path.name, error))
    if as_json:
        print(doors.to_json(proofs))
    else:
        for path, proof in zip(paths, proofs, strict=True):
            if not isinstance(proof, dict):
                show.evidence(path.name, proof)
    return status or int(not all(isinstance(proof, dict) or proof.intact for proof in proofs))


def _summary(month: str | None, files: Sequence[Path], kinds: Sequence[str]) -> tuple["MonthSummary", "Before", int]:
    """The month's summary and what it is compared with, from the files given or the store, and the exit status."""
    from generate import Before
    from service import papers

    if not files:
        with _store() as store:
            summary = store.summary(month or _latest(store))
            return summary, papers.before(store, summary.month, kinds), 0
    from ledger.summary import summarise_files
    from records import Extraction

    found = list(_read(files, None, None))
    read = [one.result for one in found if isinstance(one.result, Extraction)]
    if not read:
        raise UnreadableFile("所给文件都无法读取，未起草")
    reports = [(result.document.issuer or Path(result.document.name).stem, result) for result in read]
    return summarise_files(reports, month or _month_of(read)), Before(), _status(found)


def _latest(store: "Store") -> str:
    months = store.months()
    if not months:
        raise BadRequest("台账中还没有数据：先用 anwen ingest 存入报告，或用 --from 指定文件")
    return months[-1]


def _month_of(read: "Sequence[Extraction]") -> str:
    """The month that most figures are counted up to (a report of early June tells of May); else that of the papers."""
    from service.guess import month_of

    month = month_of(read)
    if month is None:
        raise BadRequest("看不出这些文件属于哪个月，请用 --month 指定，如 --month 2023-06")
    return month


@app.command()
def check(
    paths: Paths,
    kind: Kind = None,
    as_json: Json = False,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", help="另存带批注的 Word 文件；几份材料时给文件夹", metavar="OUT.docx")
    ] = None,
    fix: Annotated[
        Path | None, typer.Option("--fix", help="另存用修订改好的 Word 文件；几份材料时给文件夹", metavar="OUT.docx")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="另存为网页", metavar="OUT.html")] = None,
    xlsx: Xlsx = None,
    render: Annotated[
        bool, typer.Option("--render", help="Word 文件先排成页面再查版记、署名等的位置（需安装 LibreOffice，较慢）")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="逐条列出全部发现，版式和提示也不折叠")] = False,
) -> int:
    """核查缺漏、矛盾、日期、编号与版式。没有发现返回 0，有发现返回 1。"""
    from service import checking, doors, report

    rulebook = checking.office_rules()
    done = checking.checked(list(_read(paths, None, kind)), kind, rulebook, render=render)
    if as_json:
        print(doors.to_json([one.report or doors.failed(one.outcome.name, one.failure) for one in done]))
    else:
        for one in done:
            if one.report:
                report.show(one.report, rulebook, every=every)
        report.show_summary(done)
    for line in checking.write(done, kind, rulebook, annotate=annotate, fix=fix, html=html, xlsx=xlsx):
        print(line, file=sys.stderr if as_json else sys.stdout)
    return _status([one.outcome for one in done]) or int(any(one.report and one.report.findings for one in done))


@app.command()
def rules(
    word: Annotated[str | None, typer.Argument(help="只列出提到这个词的规则", metavar="[WORD]")] = None,
    as_json: Json = False,
) -> int:
    """列出核查规则及例句；单位改过的按改后的列。"""
    from service import checking, doors, report

    rows = report.rules_of(checking.office_rules(), word)
    print(doors.to_json(rows)) if as_json else report.show_rules(rows)
    return 0


@app.command()
def when(
    text: Annotated[str, typer.Argument(help="时间表述，如 7月底前")],
    date: Annotated[dt.datetime, typer.Option("--date", help="成文日期，如 2023-06-15", formats=["%Y-%m-%d"])],
    as_json: Json = False,
) -> int:
    """解读时间表述所指的日期。"""
    from language.dates import find_times, resolve
    from language.normalize import normalize
    from service import doors, show

    reading = normalize(text).text
    found = resolve(reading, date.date())
    if found is None:
        return _complain(f"“{text}”中没有可以解读的时间", 1)
    if as_json:
        print(doors.to_json({"start": found.first, "end": found.last}, indent=None))
    else:
        show.days(found.first, found.last, [time.recurrence for time in find_times(reading, date.date())])
    return 0


@app.command()
def quantity(text: Annotated[str, typer.Argument(help="含数量的文字，如 近百场次")], as_json: Json = False) -> int:
    """解读文字中的数量。"""
    from language.normalize import normalize
    from language.numerals import find_quantities
    from service import doors, show

    reading = normalize(text)
    found = [
        {"value": one.value, "upper": one.upper, "unit": one.unit, "approx": one.approx,
         "text": text[slice(*reading.source(one.start, one.end))]}
        for one in find_quantities(reading.text)
    ]  # fmt: skip
    if as_json:
        print(doors.to_json(found, indent=None))
    else:
        show.quantities(found)
    return 0 if found else 1


@app.command()
def schema() -> int:
    """输出各命令 JSON 的 JSON Schema。"""
    from service import doors

    print(doors.to_json(doors.schema()))
    return 0


@app.command()
def demo(
    out: Annotated[Path, typer.Option("-o", "--out", help="输出文件夹", metavar="DIR")] = Path("anwen-demo"),
) -> int:
    """用自带的样例月份演示：读取、抽取、核查、起草三种公文。"""
    from service.demo import run

    run(out)
    return 0


def _read(paths: Sequence[Path], date: dt.datetime | None, kind: str | None) -> Iterator["Outcome"]:
    """Outcomes of all files, with a progress bar on a terminal; a failed one is told of at once."""
    from service import show
    from service.gather import files_of, outcomes

    files = files_of(paths)
    with show.progress("读取", len(files)) as advance:
        for one in outcomes(files, date=date.date() if date else None, kind=kind):
            advance(one.name)
            if isinstance(one.result, Failure):
                _complain(f"{one.place}：{one.result}", one.result.exit)
            yield one


def _status(found: Sequence["Outcome"]) -> int:
    return UnreadableFile.exit if any(isinstance(one.result, Failure) for one in found) else 0


def _store() -> "Store":
    from ledger.store import Store
    from service.settings import database_url

    try:
        return Store.open(database_url())
    except ModuleNotFoundError as error:
        raise BadRequest(f"没有安装该数据库的驱动（{error.name}），请安装后重试，或去掉 ANWEN_DATABASE_URL") from error


def _write_sheets(found: Sequence["Outcome"], target: Path) -> None:
    from ledger.sheets import write_extractions
    from records import Extraction

    write_extractions(target, [one.result for one in found if isinstance(one.result, Extraction)])
