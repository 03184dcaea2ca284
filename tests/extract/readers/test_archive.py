"""Archives and mails: each member read once, under a name to be shown; what is hostile is refused, the rest goes on."""

import io
import os
import stat
import struct
import zipfile
from base64 import b64encode
from collections.abc import Iterable
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers import Limits, MarkedSecret, read, read_all, read_bytes
from extract.readers.archive import Opened
from extract.readers.names import file_name, shown
from records import Document, UnreadableFile

TEXT = "检查企业35家。"
Member = tuple[str | zipfile.ZipInfo, bytes]


def zip_of(members: Iterable[Member], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as package:
        for name, data in members:
            package.writestr(name, data)
    return target.getvalue()


def plain(name: str, text: str = TEXT) -> Member:
    return name, text.encode()


def told(data: bytes, name: str = "附件.zip", limits: Limits | None = None) -> dict[str, str]:
    """Text of each document by its name, or the line of its failure."""
    found = list(read_all(data, name, limits or Limits()))
    assert len({one.name for one in found}) == len(found)
    return {one.name: one.result.text if isinstance(one.result, Document) else str(one.result) for one in found}


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with a member's name of the same length in other bytes, as a system of another tongue writes it."""
    assert len(old) == len(new)
    assert data.count(old) == 2
    return data.replace(old, new)


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (found,) = read_all(tmp_path / "a.txt")
    assert isinstance(found.result, Document)
    assert (found.name, found.data, found.result.name, found.result.text) == ("a.txt", TEXT.encode(), "a.txt", TEXT)


def test_what_is_not_there_is_told_of(tmp_path: Path) -> None:
    (found,) = read_all(tmp_path / "无.txt")
    assert (found.name, found.data, str(found.result)) == ("无.txt", b"", "找不到文件")


def test_each_member_is_a_document_and_a_bad_one_stops_no_other() -> None:
    data = zip_of([plain("槐镇/报告.txt"), ("坏.docx", b"PK\x03\x04xx"), ("空.txt", b""), plain("鹤镇/报告.txt")])
    found = list(read_all(data, "附件.zip"))
    assert [one.name for one in found] == [
        "附件.zip/槐镇/报告.txt", "附件.zip/坏.docx", "附件.zip/空.txt", "附件.zip/鹤镇/报告.txt"
    ]  # fmt: skip
    assert [isinstance(one.result, Document) for one in found] == [True, False, False, True]
    assert (found[0].data, "已损坏" in str(found[1].result), "0 字节" in str(found[2].result)) == (
        TEXT.encode(),
        True,
        True,
    )


def test_an_archive_is_not_one_document() -> None:
    with pytest.raises(UnreadableFile, match="压缩包"):
        read_bytes(zip_of([plain("a.txt")]), "a.zip")


def test_archives_are_opened_two_deep_and_no_deeper() -> None:
    inner = zip_of([plain("a.txt"), ("深.zip", zip_of([plain("b.txt")]))])
    found = told(zip_of([("内.zip", inner), plain("c.txt")]))
    assert list(found) == ["附件.zip/内.zip/a.txt", "附件.zip/内.zip/深.zip", "附件.zip/c.txt"]
    assert found["附件.zip/内.zip/深.zip"] == "压缩包或邮件嵌套超过两层，未读取；请解压后重试"


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "big5hkscs"])
def test_names_in_gbk_big5_and_unmarked_utf8(codec: str) -> None:
    name = "應急管理局月報.txt" if codec == "big5hkscs" else "应急管理局月报.txt"
    coded = name.encode(codec)
    data = renamed(zip_of([plain("x" * len(coded))]), b"x" * len(coded), coded)
    assert told(data) == {f"附件.zip/{name}": TEXT}


def test_a_name_from_disk_in_gbk_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "月报.txt".encode("gbk")))
    try:
        path.write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [one.name for one in read_all(path)] == [read(path).name] == ["月报.txt"]
    assert file_name("月报.txt") == "月报.txt"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\x1b[31m\nb.txt", "a[31mb.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("..", "无名文件"),
        ("a/./b//c.txt", "a/b/c.txt"),
    ],
)
def test_a_name_is_shown_and_leads_nowhere(name: str, seen: str) -> None:
    assert shown(name) == seen


def test_links_locked_and_broken_members_are_refused_one_by_one() -> None:
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = bytearray(zip_of([(link, b"/etc/passwd"), plain("密.txt"), plain("坏.txt", TEXT * 9), plain("好.txt")]))
    names = [name.encode() for name in ("密.txt", "坏.txt")]
    for name, at, value in ((names[0], -38, b"\x01"), (names[1], -30, b"\xff")):  # flag of encryption; checksum
        place = data.rindex(name) + at
        data[place : place + 1] = value
    assert told(bytes(data)) == {
        "附件.zip/链接.txt": "压缩包内的该文件是指向别处的链接，未读取；请把文件本身放入压缩包",
        "附件.zip/密.txt": "压缩包内的该文件设有密码，未读取；请去掉密码后重新压缩",
        "附件.zip/坏.txt": "压缩包内的该文件已损坏，或压缩方式不受支持，未读取；请重新压缩为普通 .zip",
        "附件.zip/好.txt": TEXT,
    }


def test_what_systems_put_into_archives_is_passed_over() -> None:
    junk = ["__MACOSX/._a.txt", ".DS_Store", "a/Thumbs.db", "~$报告.docx", "desktop.ini"]
    assert told(zip_of([*map(plain, junk), plain("a.txt")])) == {"附件.zip/a.txt": TEXT}
    assert told(zip_of(map(plain, junk))) == {"附件.zip": "压缩包里没有文件"}
    assert told(zip_of([])) == {"附件.zip": "压缩包里没有文件"}


def test_a_member_without_a_name_is_read() -> None:
    data = renamed(zip_of([plain("unnamed")]), b"unnamed", b"\0nnamed")  # a name ends at its first nought
    assert told(data) == {"附件.zip/无名文件": TEXT}


def test_bombs() -> None:
    zeros = bytes(30_000_000)
    assert "压缩炸弹" in told(zip_of([("a.txt", zeros)]))["附件.zip"]
    nested = told(zip_of([("内.zip", zip_of([("a.txt", zeros)])), plain("b.txt")]))
    assert "压缩炸弹" in nested["附件.zip/内.zip"]
    assert nested["附件.zip/b.txt"] == TEXT


def test_room_is_shared_by_all_that_lies_in_one_archive() -> None:
    inner = zip_of([plain(f"{at}.txt") for at in range(6)])
    data = zip_of([("一.zip", inner), ("二.zip", inner)])
    assert "上限 10 个" in told(data, limits=Limits(members=10))["附件.zip/二.zip"]
    assert "解压后过大" in told(data, limits=Limits(unpacked_bytes=len(inner) * 2 + 200))["附件.zip/二.zip"]
    assert "上限 3 个" in told(inner, limits=Limits(members=3))["附件.zip"]


def test_nothing_is_kept_of_a_marked_member() -> None:
    found = list(read_all(zip_of([plain("密.txt", "机密★10年\n正文"), plain("a.txt")]), "附件.zip"))
    assert [(one.data, isinstance(one.result, MarkedSecret)) for one in found] == [(b"", True), (TEXT.encode(), False)]


def test_a_reader_may_be_given() -> None:
    def refuse(data: bytes, name: str) -> Document:
        raise UnreadableFile(f"{name} {len(data)}")

    assert [str(one.result) for one in read_all(zip_of([plain("a.txt")]), "附件.zip", reader=refuse)] == [
        f"附件.zip/a.txt {len(TEXT.encode())}"
    ]


# --- mails -------------------------------------------------------------------------------------------------------


def mail(text: str = "见附件。", subject: str = "关于报送六月报表的函") -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"], message["To"], message["From"] = subject, "a@example.cn", "b@example.cn"
    message.set_content(text)
    return message


def test_a_mail_is_its_text_and_its_attachments() -> None:
    message = mail()
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="槐镇报告.txt")
    message.add_attachment(zip_of([plain("内.txt")]), maintype="application", subtype="zip", filename="打包.zip")
    found = {one.name: one.result for one in read_all(message.as_bytes(), "六月.eml")}
    body = found.pop("六月.eml")
    assert isinstance(body, Document)
    assert body.text == "关于报送六月报表的函\n见附件。\r\n"
    assert body.warnings == ("邮件的附件（槐镇报告.txt、打包.zip）是单独的文件，不在正文内",)
    assert {name: one.text for name, one in found.items() if isinstance(one, Document)} == {
        "六月.eml/槐镇报告.txt": TEXT, "六月.eml/打包.zip/内.txt": TEXT
    }  # fmt: skip


def test_of_a_text_in_two_forms_the_page_is_read_with_its_tables() -> None:
    message = mail("纯文本")
    table = "<table><tr><th>单位</th><th>隐患</th></tr><tr><td>槐镇</td><td>3</td></tr></table>"
    message.add_alternative(f"<p>情况如下：</p>{table}", subtype="html")
    document = read_bytes(message.as_bytes(), "a.eml")
    assert document.text == "关于报送六月报表的函\n情况如下：\n单位\t隐患\n槐镇\t3"
    assert [block.cell is None for block in document.blocks] == [True, True, False, False, False, False]
    assert [document.text[block.start : block.end] for block in document.blocks][2:4] == ["单位", "隐患"]


def test_mails_as_chinese_programs_write_them() -> None:
    lines = [
        b"From: a@example.cn", b"To: b@example.cn", b"MIME-Version: 1.0",
        b"Subject: =?gb2312?B?" + b64encode("关于镕垚厂的函".encode("gbk")) + b"?=",
        b'Content-Type: multipart/mixed; boundary="b"', b"", b"--b",
        b'Content-Type: text/plain; charset="gb2312"', b"Content-Transfer-Encoding: 8bit", b"",
        TEXT.encode("gbk"), b"--b", b"Content-Type: text/plain",
        b'Content-Disposition: attachment; filename="' + "月报.txt".encode("gbk") + b'"', b"",
        TEXT.encode("gbk"), b"--b", b"Content-Type: text/plain",
        b"Content-Disposition: attachment; filename*=GB2312''%D4%C2%B1%A8.txt", b"", TEXT.encode("gbk"), b"--b--",
    ]  # fmt: skip
    found = list(read_all(b"\r\n".join(lines), "函.eml"))
    assert [one.name for one in found] == ["函.eml", "函.eml/月报.txt", "函.eml/月报.txt"]
    assert isinstance(found[0].result, Document)
    assert found[0].result.text == f"关于镕垚厂的函\n{TEXT}"


def test_a_mail_inside_a_mail_is_a_member() -> None:
    message = mail()
    message.add_attachment(mail(TEXT, "转发"))
    assert told(message.as_bytes(), "外.eml")["外.eml/附件1.eml"] == f"转发\n{TEXT}\n"


def test_a_mail_without_text_is_its_attachments_and_one_without_anything_is_refused() -> None:
    message = mail("\n")
    assert told(message.as_bytes(), "a.eml") == {"a.eml": "邮件没有正文，也没有附件"}
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="a.txt")
    assert told(message.as_bytes(), "a.eml") == {"a.eml/a.txt": TEXT}


def test_a_saved_page_is_the_page_without_its_pictures() -> None:
    page = f"<html><title>通报</title><p>{TEXT}</p></html>"
    lines = [
        "From: <Saved by Blink>", "Snapshot-Content-Location: https://example.cn/", "Subject: =?utf-8?Q?=E9=80=9A?=",
        "MIME-Version: 1.0", 'Content-Type: multipart/related; type="text/html"; boundary="b"', "", "--b",
        "Content-Type: text/html", "Content-Transfer-Encoding: 8bit", "", page, "--b", "Content-Type: image/png",
        "Content-Location: https://example.cn/a.png", "", "x", "--b--",
    ]  # fmt: skip
    document = read_bytes("\r\n".join(lines).encode(), "通报.mht")
    assert document.text == TEXT
    assert [one.name for one in read_all("\r\n".join(lines).encode(), "通报.mht")] == ["通报.mht"]


def test_a_text_that_only_begins_like_a_mail_is_a_text() -> None:
    assert read_bytes("From: 应急局\n检查".encode(), "a.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(5_000)
        ),
        b"MIME-Version: 1.0\n\n" + b"\n" * 3_000_000,
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * 3_000,
        b"MIME-Version: 1.0\nSubject: =?gbk?B?====?=\nContent-Type: a; name*0*=x; name*1=y\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed\n\n",
        b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
    ids=["nested", "lines", "parts", "headers", "boundary", "base64"],
)  # fmt: skip
def test_hostile_mails_give_one_line(data: bytes) -> None:
    (line,) = told(data, "a.eml").values()
    assert len(line.splitlines()) == 1


PIECES = [
    b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: text/html; charset=gbk\n", b"--b\n", b"--b--\n",
    b"\n", b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"5qOA5p+l\n",
    b"Subject: =?x?Q?=A?=\n",
    b"Content-Disposition: attachment; filename*=x''%A\n", TEXT.encode(), TEXT.encode("gbk"), b"\xff\xfe", b"<p>",
    b"Content-Type: multipart/alternative; boundary=b\n", b'Content-Type: a/b; name="=?gb2312?B?1?="\n',
]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join))
def test_any_mail_is_read_or_refused(content: bytes) -> None:
    for one in read_all(b"MIME-Version: 1.0\n" + content, "a.eml"):
        assert isinstance(one, Opened)
        assert one.name.startswith("a.eml")


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_a_damaged_archive_is_read_or_refused(data: st.DataObject) -> None:
    whole = zip_of([plain("a.txt"), ("内.zip", zip_of([plain("b.txt")]))])
    at = data.draw(st.integers(4, len(whole)))
    put = data.draw(st.binary(max_size=8))
    cut = data.draw(st.integers(at, len(whole)))
    assert all(isinstance(one, Opened) for one in read_all(whole[:at] + put + whole[at + len(put) : cut], "a.zip"))


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    data = bytearray(zip_of([("a.txt", bytes(25_000_000))]))
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    entry = bytes(data[start:end])
    shared = data[:start] + entry * 200 + data[end:]
    tail = len(shared) - 22
    struct.pack_into("<HHII", shared, tail + 8, 200, 200, len(entry) * 200, start)
    assert "压缩炸弹" in told(bytes(shared))["附件.zip"]
