"""Accuracy and speed of reading scans: pages set from known text, ours beside RapidOCR as it comes.

python -m benchmarks.ocr [WORD …]   only the pages whose name holds one of the words
"""

import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import mean

import numpy as np
from opencc import OpenCC

from corpora.to_scan import KAI, SANS, Setting, Sheet, as_file, noisy, pages_of, sealed, table_page, turned
from extract import read, read_bytes

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample_month"
TABLE = [
    ["序号", "单位", "检查企业（家次）", "排查隐患（处）", "完成整改（处）", "整改率"],
    *(
        [str(n), unit, str(17 * n + 40), str(96 * n + 208), str(91 * n + 199), f"{94.1 + n / 3:.1f}%"]
        for n, unit in enumerate(("松崖镇", "槐浦镇", "鹤汀镇", "雁洲乡", "云桓街道", "经济开发区"), 1)
    ),
]


@dataclass(frozen=True, slots=True)
class Case:
    """A page image and the text that it was set from."""

    name: str
    page: Sheet
    text: str


def sample(name: str) -> str:
    """A text of the sample month, a paragraph a line."""
    return read(SAMPLE / name).text.replace("\r", "").replace("\u3000", "")


def first_page(text: str, setting: Setting) -> tuple[Sheet, str]:
    """The first page of a text and the paragraphs that stand on it whole; the last is cut to fit."""
    kept: list[str] = []
    for paragraph in text.split("\n"):
        if paragraph.strip() and len(pages_of("\n".join([*kept, paragraph]), setting)) == 1:
            kept.append(paragraph.strip())
    return pages_of("\n".join(kept), setting)[0], "\n".join(kept)


def cases() -> Iterator[Case]:
    """Fourteen pages: what an office's scanner gives."""
    first, second, third = sample("云桓街道.txt"), sample("松崖镇.txt"), sample("雁洲乡.txt")
    plain = Setting()
    page, text = first_page(first, plain)
    yield Case("clean, serif", page, text)
    yield Case("skewed 2°", turned(page, 2), text)
    yield Case("noisy", noisy(page), text)
    yield Case("red seal", sealed(page, 400, 610), text)
    yield Case("noisy, seal, −1.3°", turned(noisy(sealed(page, 380, 600), 2), -1.3), text)
    yield Case("turned by 90°", turned(page, 90), text)
    page, text = first_page(second, replace(plain, font=KAI))
    yield Case("clean, kai", page, text)
    yield Case("noisy, kai", noisy(page, 3), text)
    page, text = first_page(third, replace(plain, font=SANS, size=14, pitch=24))
    yield Case("clean, sans 14 pt", page, text)
    page, text = first_page(third, replace(plain, dpi=150, size=12, pitch=20))
    yield Case("150 dpi, 12 pt", noisy(page, 4), text)
    page, text = first_page(f"{first}\n{second}", replace(plain, columns=2, size=10.5, pitch=18))
    yield Case("two columns", page, text)
    page, text = first_page(OpenCC("s2t").convert(second), replace(plain, index=3))
    yield Case("traditional", page, text)
    yield Case("traditional, noisy", turned(noisy(page, 5), 0.7), text)
    table = table_page(TABLE, [34, 90, 92, 84, 84, 58], replace(plain, size=10.5))
    yield Case("table", turned(table, 0.8), "\n".join(cell for row in TABLE for cell in row))


# --- measuring ---------------------------------------------------------------------------------------------------


def comparable(text: str) -> str:
    """The text without blanks, full-width forms as half-width: what the rules will see is made so anyway."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def accuracy(text: str, read: str) -> float:
    """1 less the share of characters that must be changed, added or taken away."""
    return max(0.0, 1 - distance(text, read) / max(len(text), 1))


def distance(text: str, other: str) -> int:
    """Fewest changes of one character that make one text of the other (Levenshtein)."""
    codes = np.array([ord(letter) for letter in other], dtype=np.int64)
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for at, letter in enumerate(text, 1):
        best = np.minimum(row[:-1] + (codes != ord(letter)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([at], best)) - steps) + steps
    return int(row[-1])


def digits(text: str) -> str:
    """The figures of a text, one after the other."""
    return "".join(letter for letter in text if letter in "0123456789.%")


def ours(case: Case) -> str:
    """What our reader makes of a page."""
    return read_bytes(as_file([case.page]), "page.png").text


def plain_rapidocr() -> Callable[[Case], str]:
    """RapidOCR as it comes, its lines in its own order."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    return lambda case: "\n".join(engine(np.asarray(case.page)[:, :, ::-1]).txts or ())


def measured(reader: Callable[[Case], str], case: Case) -> tuple[float, float, float]:
    """Accuracy over all characters, over digits, and seconds."""
    start = time.perf_counter()
    found = comparable(reader(case))
    seconds = time.perf_counter() - start
    text = comparable(case.text)
    return accuracy(text, found), accuracy(digits(text), digits(found)), seconds


def main(words: Sequence[str]) -> None:
    """Prints a line a page, then mean and worst."""
    chosen = [case for case in cases() if not words or any(word in case.name for word in words)]
    plain = plain_rapidocr()
    for reader in (ours, plain):  # loads the models
        reader(chosen[0])
    print(f"{'page':<22}{'characters':>10} {'ours':>8}{'digits':>8}{'s':>6}   {'RapidOCR':>8}{'digits':>8}{'s':>6}")
    table = []
    for case in chosen:
        row = (*measured(ours, case), *measured(plain, case))
        table.append(row)
        print(f"{case.name:<22}{len(comparable(case.text)):>10} {line(row)}", flush=True)
    columns = list(zip(*table, strict=True))
    print(f"{'mean':<33}{line([mean(column) for column in columns])}")
    worst = [max(column) if at in (2, 5) else min(column) for at, column in enumerate(columns)]
    print(f"{'worst':<33}{line(worst)}")


def line(row: Sequence[float]) -> str:
    """Six figures as they are printed."""
    a, b, seconds, c, d, others = row
    return f"{a:>8.4f}{b:>8.4f}{seconds:>6.1f}   {c:>8.4f}{d:>8.4f}{others:>6.1f}"


if __name__ == "__main__":
    main(list(islice(sys.argv, 1, None)))
