"""A month's work in a browser, with the keyboard where a clerk would use it: from the reports to the paper."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpora import load_month

MONTH = load_month()
REPORTS = [file for file in MONTH.files if file.path.stem == file.unit]


def downloaded(page: Any, link: str) -> dict[str, str]:
    """The parts of the Word file behind a link, as text."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    with zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes())) as parts:
        return {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}


def count(page: Any, selector: str, number: int) -> None:
    """Waits until there are so many. Not by wait_for_function, which needs eval: the pages forbid it."""
    page.locator(selector).nth(number - 1).wait_for(timeout=60_000)
    page.locator(selector).nth(number).wait_for(state="detached")


def visible(xml: str) -> str:
    return re.sub("<[^>]+>", "", xml)


@pytest.fixture(scope="module")
def filled(site: Any) -> Any:
    """The site with the month's reports, whose units and months a human has confirmed."""
    page = site.open()
    assert page.locator("#first").is_visible()
    page.set_input_files("input[name=file]", [file.path for file in REPORTS])
    count(page, "#jobs tbody tr", len(REPORTS))
    count(page, "#jobs tr:is([data-stage=done], [data-stage=waiting], [data-stage=failed])", len(REPORTS))
    assert page.locator("#jobs [data-stage=failed]").all_inner_texts() == []
    page.reload()
    page.wait_for_selector("#jobs tbody tr input[name=unit]")
    page.keyboard.press("c")
    page.wait_for_selector("#all", state="hidden")
    for file in REPORTS:  # what the program was not sure of
        row = page.locator("#jobs tbody tr", has_text=file.path.name)
        if row.locator("input[name=unit]").count():
            row.locator("input[name=unit]").fill(file.unit)
            row.locator("input[name=month]").fill(MONTH.month)
            row.get_by_role("button", name="确认").click()
            row.locator("input[name=unit]").wait_for(state="detached")
    assert page.locator("#sums").inner_text() == f"完成 {len(REPORTS)}"
    page.context.close()
    return site


def test_a_corrected_figure_reaches_the_paper(filled: Any) -> None:
    page = filled.open("/documents?q=鹤汀镇")
    page.get_by_role("link", name="鹤汀镇.docx", exact=True).click()
    _correct(page)
    page.goto("/drafts")
    page.get_by_label("文种").select_option("通报")
    with page.expect_response("**/v1/drafts", timeout=60_000) as made:  # a busy machine may take its time
        page.get_by_role("button", name="起草").click()
    assert made.value.ok, made.value.text()
    page.wait_for_url("**/drafts/*")
    page.wait_for_function("document.readyState === 'complete'")  # its script listens to keys
    figure = page.locator("#paper .figure", has_text=re.compile("^1121$"))
    figure.first.press("Enter")
    page.locator("#sources", has_text="鹤汀镇").wait_for()
    assert "1120家次" in page.locator("#sources").inner_text()
    page.get_by_label("主送机关").fill("各镇人民政府")
    page.get_by_label("主送机关").press("Enter")
    page.locator("#paper .recipient", has_text="各镇人民政府：").wait_for()
    words = visible(downloaded(page, "下载 Word")["word/document.xml"])
    assert "1121" in words
    assert "各镇人民政府：" in words
    assert filled.trouble == []
    page.context.close()


def _correct(page: Any) -> None:
    """Confirms the first record, goes to the figure by keys, corrects it; the machine's value stays in sight."""
    current = page.locator("#records [aria-current]")
    current.wait_for()
    first = current.get_attribute("data-id")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#r{first}[data-state=confirmed]")
    for _ in range(80):
        if "1120家次" in current.inner_text():
            break
        page.keyboard.press("j")
    assert "把握" in page.locator("#why").inner_text()
    assert page.locator("#text mark.current").first.inner_text() in current.locator("q").inner_text()
    changed = current.get_attribute("data-id")
    page.keyboard.press("e")
    page.keyboard.type("1121")
    page.keyboard.press("Enter")
    row = page.locator(f"#r{changed}[data-state=confirmed]")
    assert "数值 1120 → 1121" in row.inner_text()
    assert current.get_attribute("data-id") != changed


def test_what_was_done_is_taken_back(filled: Any) -> None:
    page = filled.open("/documents?q=云桓街道")
    page.get_by_role("link", name="云桓街道.txt", exact=True).click()
    current = page.locator("#records [aria-current]")
    current.wait_for()
    first = current.get_attribute("data-id")
    page.keyboard.press("x")
    page.wait_for_selector(f"#r{first}[data-state=rejected]")
    page.keyboard.press("u")
    page.wait_for_selector(f"#r{first}[data-state=unchecked]")
    before = page.locator("#records li").count()
    page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            range.setStart(walker.nextNode(), 2);
            range.setEnd(range.startContainer, 4);
            getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("a")
    page.locator("#edit [name=value]").fill("7")
    page.locator("#edit [name=value]").press("Enter")
    count(page, "#records li", before + 1)
    quote = page.evaluate("document.querySelector('#text').textContent.slice(2, 4)")
    assert quote in current.inner_text()
    page.keyboard.press("u")
    count(page, "#records li", before)
    assert filled.trouble == []
    page.context.close()


def test_findings_stand_beside_the_text(filled: Any) -> None:
    page = filled.open("/documents?q=农业农村局")
    page.get_by_role("link", name="核查 县农业农村局.docx").click()
    page.wait_for_selector("#text mark")
    page.keyboard.press("ArrowDown")
    told = page.locator("#findings [aria-current]").inner_text()
    assert "314" in told
    assert page.locator("#text mark.current[data-kind=error]").first.inner_text() in told
    parts = downloaded(page, "下载批注 Word")
    assert "314" in visible("".join(part for name, part in parts.items() if "comments" in name))
    assert filled.trouble == []
    page.context.close()


def test_pages_of_a_pdf_bear_boxes(filled: Any) -> None:
    page = filled.open("/documents?q=住建局")
    page.get_by_role("link", name="县住建局.pdf", exact=True).click()
    page.locator(".sheet .box").first.click()
    ids = page.locator(".box.current").first.get_attribute("data-ids").split(" ")
    assert page.locator("#records [aria-current]").get_attribute("data-id") in ids
    page.keyboard.press("t")
    assert page.locator("#text mark.current").first.is_visible()
    page.context.close()


AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
GOOD = {"language": "zh-CN", "heads": 1, "nameless": [], "faint": [], "pictures": 0, "overflow": False}
PATHS = ("/", "/documents", "/records", "/search?q=隐患", "/drafts", "/documents/1", "/documents/1/check")


@pytest.mark.parametrize(("width", "height", "scheme"), [(1366, 768, "light"), (390, 844, "dark")])
def test_pages_are_legible_and_named(filled: Any, width: int, height: int, scheme: str) -> None:
    page = filled.open(viewport={"width": width, "height": height}, color_scheme=scheme)
    for path in PATHS:
        page.goto(path, wait_until="networkidle" if path != "/" else "load")
        assert page.evaluate(AUDIT) == GOOD, path
    page.context.close()


def test_focus_can_be_seen(filled: Any) -> None:
    page = filled.open("/documents")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.context.close()
