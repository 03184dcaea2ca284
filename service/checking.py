"""What «anwen check» does with the files it was given: findings, and the files that it writes of them."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import check
from check import Kept, Rulebook
from records import BadRequest, CheckReport, Document, Extraction, Failure, UnreadableFile
from service import report
from service.gather import Outcome
from service.holding import holding
from service.settings import home

RULES_FILE = "check.toml"
_GRAVITY = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and its findings; report is None where it could not be read."""

    outcome: Outcome
    report: CheckReport | None

    @property
    def extraction(self) -> Extraction:
        """What was read. Raises the failure of a file that could not be."""
        if isinstance(self.outcome.result, Failure):
            raise self.outcome.result
        return self.outcome.result

    @property
    def failure(self) -> Failure:
        """Why it could not be read. Raises ValueError for a file that was."""
        if isinstance(self.outcome.result, Failure):
            return self.outcome.result
        raise ValueError(f"{self.outcome.name} was read")

    @property
    def unit(self) -> str:
        """Who sent it, as far as it says so."""
        return self.extraction.document.issuer or ""


def office_rules() -> Rulebook:
    """The rules as the office has set them. Raises BadRequest."""
    return check.load_rulebook(home() / RULES_FILE)


def gravest_first(report: CheckReport) -> CheckReport:
    """The report with what matters most to a reader first: contents before form, errors before hints."""
    ranked = sorted(report.findings, key=lambda one: (one.rule.startswith("format."), _GRAVITY.index(one.severity)))
    return replace(report, findings=tuple(ranked))


def checked(found: Sequence[Outcome], kind: str | None, rulebook: Rulebook, *, render: bool = False) -> list[Checked]:
    """The findings on each file, in order, held against what the office keeps. Raises Failure.

    render: with those on the pages of Word files
    """
    with holding() as kept:
        return [Checked(one, _report(one, kind, rulebook, render, kept)) for one in found]


def _report(
    one: Outcome, kind: str | None, rulebook: Rulebook, render: bool, kept: Callable[[Extraction], Kept | None]
) -> CheckReport | None:
    if isinstance(one.result, Failure):
        return None
    pages = _rendered(one.data) if render and one.result.document.media_type == check.DOCX else None
    return check.check(
        one.result,
        kind=kind,
        source=one.data or None,
        rendered=pages,
        rulebook=rulebook,
        kept=kept(one.result),
    )


def _rendered(data: bytes) -> Document:
    """The pages of a Word file as LibreOffice lays them out. Raises Failure where it is not installed, or could not."""
    import extract
    import generate

    with tempfile.TemporaryDirectory(prefix="anwen-check-") as folder:
        word, pdf = Path(folder) / "paper.docx", Path(folder) / "paper.pdf"
        word.write_bytes(data)
        generate.to_pdf(word, pdf)
        return extract.read(pdf)


def write(
    done: Sequence[Checked], kind: str | None, rulebook: Rulebook, *,
    annotate: Path | None, fix: Path | None, html: Path | None, xlsx: Path | None,
) -> Iterator[str]:  # fmt: skip
    """Writes the files that are wanted, and says of each what it holds. Raises BadRequest."""
    if annotate:
        yield from _annotate(done, annotate)
    if fix:
        yield from _fix(done, fix, kind, rulebook)
    if html:
        _write(_safe(html, done), report.to_html(done).encode())
        yield f"已写入 {html}"
    if xlsx:
        report.write_xlsx(done, _safe(xlsx, done))
        yield f"已写入 {xlsx}"


def _annotate(done: Sequence[Checked], target: Path) -> Iterator[str]:
    """Word files with comments, one for each document."""
    for one, path in _targets(done, target, "批注"):
        if one.report is None:
            continue
        try:
            data = check.annotate(one.extraction, one.report, one.outcome.data)
        except UnreadableFile as failure:
            yield f"{one.outcome.name}：{failure}"
        else:
            _write(path, data)
            yield f"{one.outcome.name}：{len(one.report.findings)} 项发现已写成批注：{path}"


def _fix(done: Sequence[Checked], target: Path, kind: str | None, rulebook: Rulebook) -> Iterator[str]:
    """Word files with what is safe put right; of several documents those that are no .docx are only named."""
    for one, path in _targets(done, target, "修订"):
        try:
            mended = check.fix(one.extraction, one.outcome.data, kind=kind, rulebook=rulebook)
        except (BadRequest, UnreadableFile) as failure:
            if len(done) == 1:
                raise
            yield f"{one.outcome.name}：{failure}"
            continue
        left = f"；另有 {len(mended.left)} 项版式问题要人工修改" if mended.left else ""
        if mended.done:
            _write(path, mended.data)
            yield f"{one.outcome.name}：{len(mended.done)} 项已用修订改好，请在 Word 中接受或拒绝：{path}{left}"
        else:
            yield f"{one.outcome.name}：没有可以代改的，未写文件{left}"


def _targets(done: Sequence[Checked], target: Path, word: str) -> Iterator[tuple[Checked, Path]]:
    """Where each document's file goes: one to the path itself, several into a folder of that name.

    Raises BadRequest: the path is one of the files read, or a file where a folder is wanted.
    """
    read = [one for one in done if one.report is not None]
    if len(done) == 1 and not target.is_dir():
        yield from ((one, _safe(target, done)) for one in read)
        return
    if target.suffix.lower() == ".docx":
        raise BadRequest(f"共 {len(done)} 份材料，{target} 只能放一份；请给一个文件夹，如 {target.with_suffix('')}")
    taken: set[str] = set()
    for one in read:
        yield one, _safe(target / _free(f"{_stem(one.outcome.name)}（{word}）", taken), done)


def _stem(name: str) -> str:
    return PurePath(name).with_suffix("").as_posix().replace("/", "-")


def _free(stem: str, taken: set[str]) -> str:
    """A file name that no other document of the run has."""
    name, number = f"{stem}.docx", 2
    while name in taken:
        name, number = f"{stem}{number}.docx", number + 1
    taken.add(name)
    return name


def _safe(path: Path, done: Sequence[Checked]) -> Path:
    if any(path.resolve() == one.outcome.path.resolve() for one in done):
        raise BadRequest(f"{path} 是原文件，不能覆盖；请换一个文件名")
    return path


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
