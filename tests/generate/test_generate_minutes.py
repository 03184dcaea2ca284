"""Minutes by GB/T 9704 10.3: who was there, to whom they go."""

from dataclasses import replace
from pathlib import Path

import docx
from docx.oxml.ns import qn

import generate
from generate import Header, Office
from generate.model import Attendance, Given, Imprint, Signature, Words, lines, plain
from records import MonthSummary

HEADER = Header("临江县安全生产委员会办公室文件", number="临安委办〔2023〕12号", copies="市安委会办公室")


def test_under_a_header_they_go_to_those_of_the_imprint_and_bear_no_signature(
    rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    paper = generate.draft("会议纪要", rich, replace(office, header=HEADER), True)
    (imprint,) = (block for block in paper.blocks if isinstance(block, Imprint))
    assert plain(imprint.sent) == office.recipients
    assert not any(isinstance(block, Signature) for block in paper.blocks)
    assert not any(line.startswith("分送") for line in paper.text().splitlines())


def test_without_a_header_they_are_signed_and_say_to_whom_they_go(rich: MonthSummary, office: Office) -> None:
    paper = generate.draft("会议纪要", rich, office, True)
    labels = [block.label for block in paper.blocks if isinstance(block, Attendance)]
    assert labels == ["出席：", "列席：", "记录：", "分送："]
    assert isinstance(paper.blocks[-1], Signature)


def test_names_go_on_under_the_first_and_the_label_is_in_heiti(
    rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    paper = generate.draft("会议纪要", rich, office, True)
    was_there = Attendance((Words("出席："), Given("县应急管理局王某某，县住建局李某某")))
    others = [block for block in paper.blocks if not isinstance(block, Attendance)]
    generate.write_docx(replace(paper, blocks=(*others[:-1], was_there, others[-1])), tmp_path / "a.docx")
    (line,) = (one for one in docx.Document(str(tmp_path / "a.docx")).paragraphs if one.text == lines(was_there)[0])
    assert line.style is not None
    assert line.style.name == "出席人员"
    assert line.runs[0].text == "出席："
    assert line.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    indent, spacing = line._p.pPr.find(qn("w:ind")), line._p.pPr.find(qn("w:spacing"))
    assert (indent.get(qn("w:leftChars")), indent.get(qn("w:hangingChars"))) == ("500", "300")  # 2 in, «出席：» 3 wide
    assert spacing.get(qn("w:before")) == "579"
    assert line._p.pPr.find(qn("w:keepNext")) is not None  # the signature is not left alone


def test_a_line_without_a_label_has_none() -> None:
    assert Attendance((Words("县应急管理局"),)).label == ""
    assert Attendance(()).label == ""
