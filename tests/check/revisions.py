"""What Word makes of a file when all its tracked changes are accepted, or all rejected."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settled(data: bytes, *, accept: bool) -> bytes:
    """The file without tracked changes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                part = _settled(part, accept)
            target.writestr(name, part)
    return made.getvalue()


def _settled(part: bytes, accept: bool) -> bytes:
    root = etree.fromstring(part)
    dropped, kept = ("del", "ins") if accept else ("ins", "del")
    for mark in list(root.iter(f"{W}{dropped}")):
        mark.getparent().remove(mark)
    for mark in list(root.iter(f"{W}{kept}")):
        for child in list(mark):
            mark.addprevious(child)
        mark.getparent().remove(mark)
    for node in root.iter(f"{W}delText"):
        node.tag = f"{W}t"
    for name in ("rPr", "pPr", "sectPr"):
        for change in list(root.iter(f"{W}{name}Change")):
            _restore(change, name, accept)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _restore(change: etree._Element, name: str, accept: bool) -> None:
    now = change.getparent()
    now.remove(change)
    if accept:
        return
    kept = [child for child in now if etree.QName(child).localname in
            {"pPr": ("rPr", "sectPr"), "sectPr": ("headerReference", "footerReference")}.get(name, ())]  # fmt: skip
    for child in list(now):
        now.remove(child)
    old = list(change.find(f"{W}{name}"))
    if name == "pPr":
        old, kept = [], old + kept
    now.extend([*kept[: len(kept) if name == "sectPr" else 0], *old, *(kept if name == "pPr" else [])])
