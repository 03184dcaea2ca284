from pathlib import Path

import docx
import pytest

import generate
from generate import Office
from generate.model import Attachment, AttachmentList, Table, lines, plain
from records import MonthSummary


@pytest.mark.parametrize(("kind", "number"), [("通报", 3), ("月度小结", None)])
def test_the_sources_are_the_last_attachment(
    kind: str, number: int | None, rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    paper = generate.with_sources(generate.draft(kind, rich, office))
    *_, last, table = paper.blocks
    assert isinstance(last, Attachment)
    assert isinstance(table, Table)
    assert (last.number, plain(last.title)) == (number, "数据来源表")
    (listed,) = [block for block in paper.blocks if isinstance(block, AttachmentList)]
    assert lines(listed)[-1].endswith("数据来源表")
    row = next(row for row in table.rows if plain(row[1]) == "检查单位")
    assert [plain(cell) for cell in row[2:4]] == ["2245家", "10个单位之和"]
    assert plain(row[4]).startswith("柳溪镇《柳溪镇.docx》第2页：“检查单位312家”；")
    assert plain(row[4]).endswith("；等10条")
    target = tmp_path / "稿.docx"
    generate.write_docx(paper, target)
    assert generate.prove(target).intact


def test_comments_quote_the_records_and_never_vary(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    paper = generate.draft("通报", rich, office)
    one, other = tmp_path / "一.docx", tmp_path / "二.docx"
    for target in (one, other):
        generate.write_docx(paper, target, comments=True)
    assert one.read_bytes() == other.read_bytes()
    texts = [comment.text for comment in docx.Document(str(one)).comments]
    assert "10个单位之和\n柳溪镇《柳溪镇.docx》第2页：“检查单位312家”" in "\n\n".join(texts)
    proof = generate.prove(one)
    assert proof.intact
    assert len(texts) == sum(trace.entry.value is not None for trace in proof.traces)
