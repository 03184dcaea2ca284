"""Templates, and what every page is told."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from service.accounts import Session
from service.gate import SESSION
from service.pages import shown
from service.show import number


@cache
def templates() -> Environment:
    """The templates. Everything printed is escaped, and a name that is not given is a fault."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"marked": shown.marked, "wanted": shown.wanted, "amount": number}
    return made


def page(request: Request, name: str, status: int = 200, **told: Any) -> HTMLResponse:
    """A page out of its template, which also gets session, page (the template's name) and path."""
    session: Session | None = request.scope.get(SESSION)
    text = templates().get_template(f"{name}.html").render(
        session=session, page=name, path=request.url.path, **told
    )  # fmt: skip
    return HTMLResponse(text, status)


def error_page(request: Request, message: str, status: int) -> HTMLResponse:
    """A page that says what went wrong."""
    return page(request, "error", status, message=message)
