"""Web pages: the article's lines and tables, and round them the page's own, marked as debris."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from extract.readers.guard import Limits, refuse_cells
from extract.readers.reading import Piece, Reading, compose
from extract.readers.text import decode
from records import Cell, UnreadableFile

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
# A page that says gb2312 uses characters of its successors too.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HEADING = re.compile(r"h([1-6])")
SPACE = re.compile(r"[ \t\r\n\f]+")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
BETWEEN_CJK = re.compile(rf"(?<={CJK})[ \t\f]*[\r\n][ \t\r\n\f]*(?={CJK})")
ATTACHMENT = re.compile(r"附件|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|pptx?)\b", re.IGNORECASE)
# What belongs to a paper wherever a page puts it: its attachments and the day under it.
OF_PAPER = re.compile(r"附件|\d{4}年\d{1,2}月\d{1,2}日$")
LONGEST_DATA_CELL = 400
MOST_SPAN = 100
# Cells beyond that column span nothing: no table is so wide, and each span costs time in every row below.
MOST_COLUMNS = 500
ARTICLE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """html.toml. Fields as there."""

    dropped: frozenset[str]
    blocks: frozenset[str]
    furniture: frozenset[str]
    furniture_words: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    data = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
    return Vocabulary(**{name: frozenset(words) for name, words in data.items()})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as shown.

    owner      the block element that it stands in
    linked     how many of its characters are links
    furniture  «tag»: inside nav, footer …; «word»: only its class or id says so; None for neither
    """

    text: str
    owner: etree._Element
    linked: int
    furniture: str | None
    cell: Cell | None = None

    def is_prose(self) -> bool:
        """Whether it is a sentence, or data of a table, rather than a label or a link."""
        if self.cell is not None:
            return True
        long_enough = len(self.text) >= 40 or (len(self.text) >= 15 and "。" in self.text)
        return long_enough and not self.is_link()

    def is_link(self) -> bool:
        """Whether most of it is a link that does not lead to an attachment."""
        return self.linked > 0.6 * len(self.text.strip()) and not ATTACHMENT.search(self.text)

    def level(self) -> int | None:
        """Level of the heading element that it stands in."""
        found = HEADING.fullmatch(str(self.owner.tag))
        return int(found[1]) if found else None


def read(data: bytes, limits: Limits) -> Reading:
    """The lines of a page in the order of its source. Raises UnreadableFile: nothing that can be parsed."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True,
        huge_tree=True,  # else all that lies deeper than 256 elements is dropped without a word
    )  # fmt: skip
    try:
        root = lxml_html.document_fromstring(text_of(data).encode("utf-8", "replace"), parser)
        lines = Page(limits).lines(root)
    except RecursionError as error:
        raise UnreadableFile("网页结构嵌套过深，为安全起见不读取；请用浏览器打开，把正文复制到 .txt 后重试") from error
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("网页文件已损坏，无法读取；请用浏览器打开并另存为 .html 后重试") from error
    return compose(pieces(lines, root))


def text_of(data: bytes) -> str:
    """The page's source: UTF-8 where it is valid, else what the page says of itself, else the most plausible."""
    declared = CHARSET.search(data[:4096])
    name = declared[1].decode("ascii", "ignore").lower() if declared else "utf-8"
    for codec in ("utf-8-sig", WIDER.get(name, name)):
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return decode(data)


# --- from elements to lines --------------------------------------------------------------------------------------


class Page:
    """Collects the lines of a page; text runs on until a block element begins or ends."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.done: list[Line] = []
        self.parts: list[str] = []
        self.linked = 0
        self.tables = self.cells = 0

    def lines(self, root: etree._Element) -> list[Line]:
        """All lines that show something."""
        self.element(root, root, False, None)
        self.flush(root, None)
        return self.done

    def element(self, element: etree._Element, owner: etree._Element, in_link: bool, furniture: str | None) -> None:
        """Takes up an element with all that is in it; its tail belongs to the parent."""
        words = vocabulary()
        tag = str(element.tag)
        if tag in words.dropped or is_hidden(element):
            return
        furniture = "tag" if tag in words.furniture else furniture or furniture_by_name(element)
        is_block = tag in words.blocks
        if is_block:
            self.flush(owner, furniture)
            owner = element
        if tag == "table" and is_data(element):
            self.table(element, furniture)
            return
        self.content(element, owner, in_link or tag == "a", furniture, tag == "pre")
        if is_block:
            self.flush(owner, furniture)

    def content(
        self, element: etree._Element, owner: etree._Element, in_link: bool, furniture: str | None, keeps: bool
    ) -> None:
        """Takes up an element's text and children; keeps: its line ends are shown."""
        self.text(element.text, owner, in_link, furniture, keeps)
        for child in element:
            self.element(child, owner, in_link, furniture)
            self.text(child.tail, owner, in_link, furniture, keeps)

    def text(self, text: str | None, owner: etree._Element, in_link: bool, furniture: str | None, keeps: bool) -> None:
        """Adds to the line that is being collected."""
        for number, part in enumerate((text or "").splitlines() if keeps else [text or ""]):
            if number:
                self.flush(owner, furniture)
            self.parts.append(part)
            self.linked += len(part.strip()) if in_link else 0

    def flush(self, owner: etree._Element, furniture: str | None) -> None:
        """Ends the line."""
        text = shown("".join(self.parts))
        if text.strip():
            self.done.append(Line(text, owner, self.linked, furniture))
        self.parts, self.linked = [], 0

    def table(self, table: etree._Element, furniture: str | None) -> None:
        """The cells of a table that holds data."""
        number, self.tables = self.tables, self.tables + 1
        rows = list(rows_of(table))
        cells = list(grid(rows))
        self.cells += len(cells)
        refuse_cells(self.cells, self.limits)
        heads = max(down for row, _, down, _, _ in cells if row == 0) if cells and len(rows) > 1 else 0
        for row, column, down, across, element in cells:
            cell = Cell(number, row, column, down, across, element.tag == "th" or row < heads)
            self.done.append(Line(self.inside(element), table, 0, furniture, cell))

    def inside(self, cell: etree._Element) -> str:
        """The lines of a cell, one below the other."""
        inner = Page(self.limits)
        inner.content(cell, cell, False, None, False)
        inner.flush(cell, None)
        return "\n".join(line.text for line in inner.done)


def shown(source: str) -> str:
    """Text as a browser shows it: blanks of the source in one; a line end between two Chinese characters is none."""
    return SPACE.sub(" ", BETWEEN_CJK.sub("", source)).strip(" ")


def is_hidden(element: etree._Element) -> bool:
    """Whether the element itself says that it is not shown."""
    return "hidden" in element.attrib or HIDDEN_STYLE.search(element.get("style", "")) is not None


def furniture_by_name(element: etree._Element) -> str | None:
    """«word» where class or id tell that the element surrounds the article, as in «page-footer» or «mainNav»."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    found = any(word.lower() in vocabulary().furniture_words for word in WORD.findall(names))
    return "word" if found else None


# --- tables ------------------------------------------------------------------------------------------------------


def is_data(table: etree._Element) -> bool:
    """Whether a table holds data; old pages use tables to lay out the page, with the whole article in one cell."""
    rows = [list(cells_of(row)) for row in rows_of(table)]
    if len(rows) < 2 or max(map(len, rows)) < 2 or table.find(".//table") is not None:
        return False
    texts = [all_text(cell) for row in rows for cell in row]
    linked = sum(len(all_text(link)) for link in table.iter("a"))
    return max(map(len, texts)) <= LONGEST_DATA_CELL and linked <= 0.5 * sum(map(len, texts))


def all_text(element: etree._Element) -> str:
    """All text under an element, without its outer blanks."""
    return "".join(map(str, element.itertext())).strip()


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, not those of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from rows_of(child)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row."""
    return (child for child in row if child.tag in ("td", "th"))


def grid(rows: Sequence[etree._Element]) -> Iterator[tuple[int, int, int, int, etree._Element]]:
    """Row, column, rows and columns spanned, element of every cell; cells that reach down push others right."""
    reaching: dict[int, int] = {}
    for at, row in enumerate(rows):
        column = 0
        reaching = {key: left - 1 for key, left in reaching.items() if left > 1}
        taken = dict(reaching)
        for element in cells_of(row):
            while column in taken:
                column += 1
            across = span_of(element, "colspan", MOST_SPAN if column < MOST_COLUMNS else 1)
            down = span_of(element, "rowspan", len(rows) - at if column < MOST_COLUMNS else 1)
            yield at, column, down, across, element
            reaching.update({column + step: down for step in range(across)})
            column += across


def span_of(cell: etree._Element, name: str, most: int) -> int:
    """How many rows or columns a cell spans: what it says within 1 and most."""
    said = re.match(r"\s*(\d{1,5})", cell.get(name, ""))
    return min(max(int(said[1]), 1), most) if said else 1


# --- article and surroundings ------------------------------------------------------------------------------------


def pieces(lines: Sequence[Line], root: etree._Element) -> Iterator[Piece]:
    """The lines as pieces; what is not of the article gets the kind «debris»."""
    article = article_of(lines, root)
    inside = set() if article is None else set(article.iter())
    title = shown(root.findtext(".//title") or "")
    listed = set(link_lists(lines))
    for at, line in enumerate(lines):
        if line.cell is not None:
            yield Piece(line.text, "cell", cell=line.cell)
        elif at in listed or is_debris(line, article is None or line.owner in inside, title):
            yield Piece(line.text, "debris")
        else:
            yield Piece(line.text, "paragraph" if line.level() is None else "heading", line.level())


def is_debris(line: Line, in_article: bool, title: str) -> bool:
    """Whether a line belongs to the page, not to its article. The article's title often stands outside of it."""
    if line.furniture == "tag":
        return True
    if line.is_prose() or line.level() == 1 or (len(line.text) >= 6 and title.startswith(line.text)):
        return False
    if line.furniture is None and OF_PAPER.match(line.text.strip()):
        return False
    return line.furniture is not None or not in_article


def article_of(lines: Iterable[Line], root: etree._Element) -> etree._Element | None:
    """The smallest element that holds nearly all running text; None where the page has none."""
    weights: dict[etree._Element, int] = {}
    for line in lines:
        if line.is_prose() and line.furniture != "tag":
            for element in (line.owner, *line.owner.iterancestors()):
                weights[element] = weights.get(element, 0) + len(line.text)
    if root not in weights:
        return None
    article = root
    while True:
        inner = [child for child in article if weights.get(child, 0) >= ARTICLE_SHARE * weights[root]]
        if not inner or inner[0].tag == "p":
            return article
        article = inner[0]


def link_lists(lines: Sequence[Line]) -> Iterator[int]:
    """Runs of three lines or more that are nothing but links."""
    run: list[int] = []
    for at, line in enumerate(lines):
        if line.cell is None and line.is_link():
            run.append(at)
            continue
        yield from run if len(run) >= 3 else ()
        run = []
    yield from run if len(run) >= 3 else ()
