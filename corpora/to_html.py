"""A marked source as a page saved from a government site: the article amid navigation, share buttons, copyright."""

from html import escape
from string import Template

from corpora.marks import Marked


def to_html(lines: tuple[Marked, ...], shell: str) -> str:
    """The shell with title, date line, body and editors put in; shell has $title $info $body $editor."""
    title = next(line.text for line in lines if line.kind == "title")
    info, editor = [line.text for line in lines if line.kind == "note"]
    body = "\n".join(f"<p>&emsp;&emsp;{escape(line.text)}</p>" for line in lines if line.kind == "paragraph")
    return Template(shell).substitute(title=escape(title), info=escape(info), body=body, editor=escape(editor))
