"""Recognises the lines of text on an image: RapidOCR, with the models that its wheel holds and no others."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from extract.readers.scan_extra import refuse_missing
from extract.readers.scan_image import Pixels
from records import UnreadableFile

NO_MODELS = "识别文字所需的模型文件不全，无法读取图片和扫描件；请重新安装 rapidocr 3 后重试"
MODELS = {"Det": "*det*.onnx", "Rec": "*rec*.onnx"}  # the wheel holds one of each
# Lines are sought on a copy of that many pixels, and read on the page itself.
SEARCH_SIDE = 1280
READ_SIDE = 4000
# How far a line's box is made larger than what was found: with RapidOCR's 1.6 a full stop at the end may be cut off.
ROOM = 2.0

# One page at a time: recognition takes all cores, and RapidOCR keeps what it was called with in itself.
ONE_AT_A_TIME = threading.Lock()


class Letter(NamedTuple):
    """A recognised character, the middle of its place in pixels, and how sure the model is of it, from 0 to 1."""

    text: str
    x: float
    sure: float


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised line. box is left, top, right, bottom in pixels, a little larger than the print.

    letters  without blanks; text has those that the model saw
    sure     mean over the characters, from 0 to 1
    """

    text: str
    sure: float
    box: tuple[float, float, float, float]
    letters: tuple[Letter, ...]


@cache
def engine() -> Any:
    """The recogniser, loaded once a process. Raises UnreadableFile where it is not installed.

    The paths of its models are given, because RapidOCR downloads a model that it is not told the path of.
    """
    refuse_missing()
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    paths = {kind: next(folder.glob(pattern), None) for kind, pattern in MODELS.items()}
    if None in paths.values():
        raise UnreadableFile(NO_MODELS)
    settings: dict[str, Any] = {
        "Global.use_cls": False,  # the classifier of upside-down lines drops whole lines of straight pages
        "Global.text_score": 0.0,  # what is doubtful is told, not left out
        "Global.max_side_len": READ_SIDE,
        "Global.log_level": "critical",
        "Det.limit_type": "max",
        "Det.limit_side_len": SEARCH_SIDE,
        "Det.unclip_ratio": ROOM,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    }
    return rapidocr.RapidOCR(params=settings | {f"{kind}.model_path": str(path) for kind, path in paths.items()})


def recognise(grey: Pixels) -> list[Found]:
    """The lines on an image of grey, in no order that matters."""
    with ONE_AT_A_TIME:
        result = engine()(np.dstack([grey] * 3), return_word_box=True, return_single_char_box=True)
    texts = getattr(result, "txts", None)
    return [] if not texts else list(lines_of(result))


def recognise_line(grey: Pixels) -> tuple[str, float]:
    """The text of an image that holds one line, and how sure the model is of it."""
    with ONE_AT_A_TIME:
        try:
            result = engine()(np.dstack([grey] * 3), use_det=False, return_word_box=False)
        finally:
            engine().update_params(use_det=True)  # RapidOCR keeps what it was last called with
    texts = getattr(result, "txts", None)
    return (texts[0], float(result.scores[0])) if texts else ("", 0.0)


def lines_of(result: Any) -> Iterator[Found]:
    """What RapidOCR gave back, line by line."""
    words = result.word_results if len(result.word_results) == len(result.txts) else [()] * len(result.txts)
    for text, sure, corners, letters in zip(result.txts, result.scores, result.boxes, words, strict=True):
        xs, ys = corners[:, 0], corners[:, 1]
        box = (float(min(xs)), float(ys[0] + ys[1]) / 2, float(max(xs)), float(ys[2] + ys[3]) / 2)
        yield Found(text, float(sure), box, tuple(letters_of(text, letters, box, float(sure))))


def letters_of(
    text: str, words: Sequence[tuple[str, float, Any]], box: tuple[float, float, float, float], sure: float
) -> Iterator[Letter]:
    """The characters of a line but its blanks, where RapidOCR saw them; evenly spread where it does not tell.

    RapidOCR leaves blanks out of the places but counts them in the sureness, which therefore runs ahead.
    """
    seen = [at for at, letter in enumerate(text) if not letter.isspace()]
    known = [word for word, _, _ in words] == [text[at] for at in seen]
    step = (box[2] - box[0]) / max(len(text), 1)
    for number, at in enumerate(seen):
        x = float(np.mean([corner[0] for corner in words[number][2]])) if known else box[0] + (at + 0.5) * step
        yield Letter(text[at], x, float(words[at][1]) if known and at < len(words) else sure)
