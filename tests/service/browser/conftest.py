"""One server as «anwen serve» starts it, and one Chromium, for all tests of the pages."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from corpora import load_month
from ledger.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Site:
    """A running service. state: the cookies of whoever is signed in."""

    url: str
    browser: Any
    state: Any
    trouble: list[str] = field(default_factory=list)

    def open(self, path: str = "/", **context: Any) -> Any:
        """A page of a context of its own; scripts that fail and breaches of the CSP go to trouble."""
        made = self.browser.new_context(storage_state=self.state, locale="zh-CN", base_url=self.url, **context)
        made.set_default_timeout(15_000)
        page = made.new_page()
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("dialog", lambda dialog: self.trouble.append(f"dialog {dialog.message}"))
        page.on("console", lambda told: self.trouble.append(told.text) if told.type == "error" else None)
        page.goto(path)
        return page


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp("home")
    with Store.open(f"sqlite:///{folder / 'anwen.db'}") as store:
        store.set_roster(load_month().units, 30)
    server, link = _serve(folder)
    try:
        with sync_api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = browser.new_context()
            context.new_page().goto(link)
            state = context.storage_state()
            context.close()
            yield Site(link.partition("/enter")[0], browser, state)
            browser.close()
    finally:
        server.terminate()
        server.wait(60)


def _serve(folder: Path) -> tuple["subprocess.Popen[bytes]", str]:
    """The server, and the link that it prints."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = folder / "told.txt"
    command = [sys.executable, "-c", "from service.cli import app; app()", "serve", "--no-open", "--port", str(port)]
    surroundings = os.environ | {"ANWEN_HOME": str(folder)}
    surroundings.pop("ANWEN_DATABASE_URL", None)
    with told.open("wb") as errors:
        server = subprocess.Popen(command, env=surroundings, stderr=errors)
    for _ in range(300):
        links = [line for line in told.read_text(encoding="utf-8").splitlines() if "/enter?token=" in line]
        if links:
            _await_port(port)
            return server, links[0]
        if server.poll() is not None:
            break
        time.sleep(0.1)
    server.kill()
    raise AssertionError(told.read_text(encoding="utf-8"))


def _await_port(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
