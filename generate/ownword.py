"""An office's own Word file as template: the same variables, in the office's own layout, figures tied to their records.

docxtpl puts marks where the variables stand; afterwards each mark is made the bookmarked run that it stands for.
"""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.run import Run
from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from generate.changes import Before
from generate.draft import Material, finish, prepare
from generate.evidence import bookmark_name, to_xml
from generate.marks import CLOSE, OPEN, Mark, Marks, UnsourcedFigure
from generate.model import Block, Draft, Gap, Number, Paragraph, Piece, Quoted, Title, Words, plain
from generate.office import Office
from generate.ooxml import element
from generate.package import add_evidence, to_bytes
from generate.proof import untied_numbers
from generate.wording import Sandbox, context_of, functions, furnish
from records import Failure, MonthSummary
from templates import BadTemplate

_LARGEST = 64 << 20  # bytes of all parts, unpacked
_MOST_PARTS = 2000
_MACROS = "vbaProject"


def draft_in(
    template: Path, target: Path, kind: str, summary: MonthSummary, office: Office, allow_gaps: bool = False,
    folder: Path | None = None, *, unit: str | None = None, before: Before | None = None,
) -> Draft:  # fmt: skip
    """Writes a paper of that kind as the office's Word file has it; gives its text. Failures are those of draft."""
    told = prepare(kind, summary, office, allow_gaps, folder, unit=unit, before=before)
    word = _rendered(template, told)
    first = 1 + max((int(node.get(qn("w:id"), "0")) for node in word.element.iter(qn("w:bookmarkStart"))), default=0)
    blocks = tuple(_Placer(told.marks, first).blocks(word))
    _settle_others(word, told.marks)
    paper = finish(told, blocks, allow_gaps)
    add_evidence(word, to_xml(paper, untied_numbers(word.element)))
    try:
        target.write_bytes(to_bytes(word))
    except OSError as error:
        raise Failure(f"不能写入 {target}：{error.strerror}。请关闭已打开的同名文件或换一个位置") from error
    return paper


def _rendered(template: Path, told: Material) -> WordDocument:
    """The file with marks in place of its tags. Raises BadTemplate, UnsourcedFigure."""
    from docxtpl import DocxTemplate

    opened = DocxTemplate(io.BytesIO(_checked(template)))
    environment = Sandbox(undefined=StrictUndefined, finalize=_printable, autoescape=False)
    furnish(environment)
    try:
        opened.render(context_of(told.facts, told.settings) | functions(told.marks), jinja_env=environment)
    except TemplateSyntaxError as error:
        raise BadTemplate(f"模板文件 {template.name} 写法有误：{error.message}") from error
    except Failure:
        raise
    except UndefinedError as error:
        raise BadTemplate(f"模板文件 {template.name} 用了不存在的变量：{_one_line(error)}") from error
    except SecurityError as error:
        raise BadTemplate(f"模板文件 {template.name} 有不允许的写法：{_one_line(error)}") from error
    except Exception as error:  # a template is a program of somebody else's: whatever it raises is its own fault
        raise BadTemplate(f"模板文件 {template.name} 无法使用：{_one_line(error)}") from error
    word: WordDocument = opened.docx
    return word


def _checked(template: Path) -> bytes:
    """The file's bytes. Raises BadTemplate: no .docx, too large, with macros, or with characters that are ours."""
    try:
        data = template.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
                raise BadTemplate(f"模板文件 {template.name} 太大，请删去多余的图片后重试")
            if any(_MACROS in part.filename for part in parts):
                raise BadTemplate(f"模板文件 {template.name} 含有宏，请另存为不带宏的 .docx")
            main = package.read("word/document.xml").decode("utf-8")
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise BadTemplate(f"模板文件 {template.name} 不是可读的 .docx 文件，请用 Word 或 WPS 另存为 .docx") from error
    if OPEN in main or CLOSE in main:
        raise BadTemplate(f"模板文件 {template.name} 含有保留字符，请删去")
    return data


def _printable(value: object) -> object:
    """The value as XML, if it is words, a mark or undefined; a bare number never leaves a template."""
    if isinstance(value, Mark | Undefined):
        return value
    if isinstance(value, str):
        return escape(value)
    raise UnsourcedFigure(f"模板要印出的“{value}”没有出处。数字只能来自记录，请改模板")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


class _Placer:
    """Makes runs of the marks of a document's body, bookmarks numbered on from first."""

    def __init__(self, marks: Marks, first: int) -> None:
        self.marks, self.id, self.figures = marks, first, 0

    def blocks(self, word: WordDocument) -> Iterator[Block]:
        """The paragraphs that have words, as pieces, in the order of the file; the first of them is the title."""
        titled = False
        for node in list(word.element.body.iter(qn("w:p"))):
            inline = tuple(self._paragraph(node, word))
            if plain(inline).strip():
                yield Paragraph(inline) if titled else Title((inline,))
                titled = True

    def _paragraph(self, node: Any, word: WordDocument) -> Iterator[Piece]:
        for run in [child for child in node.iter(qn("w:r")) if _owner(child) is node]:
            yield from self._run(run, word)

    def _run(self, run: Any, word: WordDocument) -> Iterator[Piece]:
        """The pieces of a run; one that holds marks is replaced by a run for each piece."""
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        inline = self.marks.take(text)
        if OPEN in text:
            for child in [one for one in run if one.tag != qn("w:rPr")]:
                for made in self._made(child, run, word):
                    run.addprevious(made)
            run.getparent().remove(run)
        yield from inline

    def _made(self, child: Any, run: Any, word: WordDocument) -> Iterator[Any]:
        """A part of a run as runs of its own: all but text as it was."""
        if child.tag != qn("w:t"):
            yield _like(run, child)
            return
        for piece in self.marks.take(child.text or ""):
            made = _text(run, piece, word)
            if not isinstance(piece, Number | Quoted):
                yield made
                continue
            self.figures += 1
            yield element("bookmarkStart", id=self.id, name=bookmark_name(self.figures))
            yield made
            yield element("bookmarkEnd", id=self.id)
            self.id += 1


def _owner(run: Any) -> Any:
    """The paragraph that a run stands in; a text box holds paragraphs of its own."""
    return next(run.iterancestors(qn("w:p")))


def _like(run: Any, *children: Any) -> Any:
    """A run with the same look and these children."""
    made = element("r")
    if (look := run.find(qn("w:rPr"))) is not None:
        made.append(deepcopy(look))
    for child in children:
        made.append(deepcopy(child))
    return made


def _text(run: Any, piece: Piece, word: WordDocument) -> Any:
    words = element("t")
    words.text = piece.text
    words.set(qn("xml:space"), "preserve")
    made = _like(run, words)
    if isinstance(piece, Gap):
        Run(made, word._body).font.highlight_color = WD_COLOR_INDEX.YELLOW
    return made


def _settle_others(word: WordDocument, marks: Marks) -> None:
    """Words for the marks of headers, footers and notes; what a bookmark ties stands in the body alone."""
    for part in word.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None and part is not word.part:
            for node in root.iter(qn("w:t")):
                node.text = plain(marks.take(node.text or ""))
        elif root is None and OPEN.encode() in (part._blob or b""):
            pieces = marks.take(part._blob.decode("utf-8"))
            part._blob = "".join(one.text if isinstance(one, Words) else escape(one.text) for one in pieces).encode()
