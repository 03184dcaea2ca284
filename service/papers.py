"""Papers drafted from the command line: one, or one each for all that have to be written to."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import generate
from records import BadRequest, Failure, MonthSummary
from service.settings import load_office, own_templates

if TYPE_CHECKING:
    from ledger.store import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drafted: of what kind, to whom where it is written to one, and whether gaps are allowed."""

    kind: str
    unit: str | None = None
    allow_gaps: bool = False
    pdf: bool = False
    template: Path | None = None
    sources: bool = False
    comments: bool = False
    charts: bool = False
    later: int = 0  # by how many the number of the paper comes after that of the office's settings


def before(store: "Store", month: str, kinds: Sequence[str], units: Sequence[str] = ()) -> generate.Before:
    """What a month is compared with: the month before and the same one last year, as far as there are records.

    kinds  what is to be drafted; for those that look back, all months of the year up to it as well
    units  of these only, all when empty, as the month itself
    """
    last, year_ago = months_back(month, 1), months_back(month, 12)
    templates = own_templates()
    trend = any(generate.looks_back(generate.known_kind(kind, templates), templates) for kind in kinds)
    wanted = [each for each in store.months() if each in (last, year_ago) or (trend and year_ago < each < month)]
    found = {each: store.summary(each, units) for each in wanted}
    earlier = tuple(summary for each, summary in found.items() if trend and each != year_ago)
    return generate.Before(found.get(last), found.get(year_ago), earlier)


def months_back(month: str, number: int) -> str:
    """The month so many months before."""
    at = int(month[:4]) * 12 + int(month[5:]) - 1 - number
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def write(wish: Wish, summary: MonthSummary, past: generate.Before, target: Path | None) -> tuple[generate.Draft, Path]:
    """The paper, and where it was written: in the office's own Word file where there is one, else in our layout."""
    templates = own_templates()
    kind = generate.known_kind(wish.kind, templates)
    place = target or Path(f"{summary.month}{kind}{_to(wish)}{generate.suffix_of(kind, templates)}")
    place.parent.mkdir(parents=True, exist_ok=True)
    source, office = wish.template or _own_word(kind, place, templates), _numbered(load_office(), wish.later)
    if wish.charts and (source or place.suffix.lower() == ".xlsx"):
        _warn(f"{'本单位的 Word 模板' if source else 'Excel 文件'}里不插图，已按没有 --charts 起草")
        wish = replace(wish, charts=False)
    if source:
        paper = generate.draft_in(
            source, place, kind, summary, office, wish.allow_gaps, templates, unit=wish.unit, before=past
        )  # fmt: skip
    else:
        paper = generate.draft(kind, summary, office, wish.allow_gaps, templates, unit=wish.unit, before=past)
        paper = _charted(paper) if wish.charts else paper
        paper = generate.with_sources(paper) if wish.sources else paper
        generate.write(paper, place, wish.comments)
    if wish.pdf:
        _print(paper, place, wish.comments, ours=source is None)
    return paper, place


def write_each(
    wish: Wish, summary: MonthSummary, past: generate.Before, folder: Path | None
) -> Iterator[tuple[generate.Concern, generate.Draft | Failure, Path]]:
    """One paper for each that has to be written to, in a folder of their own; one that cannot be made stops no other.

    Raises BadRequest: nobody has to be written to.
    """
    templates = own_templates()
    kind = generate.known_kind(wish.kind, templates)
    concerns = generate.concerned(kind, summary, load_office(), templates)
    if not concerns:
        raise BadRequest(f"{summary.month} 没有需要发{kind}的单位；确要起草的，用 --unit 指定")
    target, suffix = folder or Path(f"{summary.month}{kind}"), generate.suffix_of(kind, templates)
    later = 0
    for concern in concerns:
        place = target / f"{kind}（{_file_name(concern.name)}）{suffix}"
        made = _tried(replace(wish, kind=kind, unit=concern.name, later=later), summary, past, place)
        later += _is_numbered(made)
        yield concern, made, place


def write_set(
    wish: Wish, papers: Sequence[str], summary: MonthSummary, past: generate.Before, folder: Path | None
) -> Iterator[tuple[generate.Concern | None, generate.Draft | Failure, Path]]:  # fmt: skip
    """The papers of a set: those for all in the folder, those to somebody in a folder of theirs."""
    templates, target, later = own_templates(), folder or Path(f"{summary.month}{wish.kind}"), 0
    for kind in papers:
        addressed = generate.is_addressed(kind, templates)
        concerns = generate.concerned(kind, summary, load_office(), templates) if addressed else (None,)
        for concern in concerns:
            unit = concern.name if concern else None
            place = target / _file_name(unit or "") / f"{kind}{generate.suffix_of(kind, templates)}"
            made = _tried(replace(wish, kind=kind, unit=unit, later=later), summary, past, place)
            later += _is_numbered(made)
            yield concern, made, place


def _numbered(office: generate.Office, later: int) -> generate.Office:
    """The office's settings for the paper so many numbers later, as letters that go out together are numbered on."""
    return replace(office, header=office.header.next(later)) if office.header else office


def _is_numbered(made: generate.Draft | Failure) -> bool:
    return isinstance(made, generate.Draft) and made.numbered


def _tried(wish: Wish, summary: MonthSummary, past: generate.Before, place: Path) -> generate.Draft | Failure:
    try:
        return write(wish, summary, past, place)[0]
    except Failure as error:
        return error


def _print(paper: generate.Draft, word: Path, comments: bool, ours: bool) -> None:
    """Makes the PDF; says that it is for looking at only, where the machine has not the faces of an official paper.

    ours  whether the Word file is in our layout, and may be laid out anew
    """
    pdf = word.with_suffix(".pdf")
    laid_out = ours and word.suffix.lower() == ".docx"
    shown = generate.print_out(paper, word, pdf, comments) if laid_out else generate.to_pdf(word, pdf)
    if shown:
        told = "、".join(f"{face}用{font}" for face, font in shown.items())
        print(f"  PDF 中代替的字体（仅供看样，Word 文件不变）：{told}", file=sys.stderr)


def _charted(paper: generate.Draft) -> generate.Draft:
    """The paper with its charts; without them, and a warning, where none can be drawn."""
    try:
        return generate.with_charts(paper)
    except Failure as error:
        _warn(str(error))
        return paper


@cache
def _warn(told: str) -> None:
    """Says it to whoever runs the command, once however many papers it holds for."""
    print(f"anwen：{told}", file=sys.stderr)


def _to(wish: Wish) -> str:
    return f"（{_file_name(wish.unit)}）" if wish.unit else ""


def _own_word(kind: str, target: Path, templates: Path | None) -> Path | None:
    """The office's own Word file for that kind: templates/KIND/paper.docx."""
    own = templates / kind / "paper.docx" if templates and target.suffix.lower() == ".docx" else None
    return own if own and own.is_file() else None


def _file_name(name: str) -> str:
    """The name without what a file's name may not hold."""
    return "".join("_" if char in '/\\:*?"<>|' or char < " " else char for char in name)[:60]
