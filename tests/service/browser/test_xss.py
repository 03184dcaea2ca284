"""What is uploaded is shown as it stands and never runs: file names, texts, fields."""

from typing import Any

SCRIPT = "<script>window.ran = 1</script>"
PICTURE = "\"'><img src=x onerror=window.ran=1>"
NAME = f"{PICTURE[1:]}{{{{7*7}}}}.txt"  # browsers send «"» in a name as %22
TEXT = f"""槐浦镇关于{SCRIPT}工作情况的汇报
一、工作情况
{PICTURE}今年6月，我镇检查企业77家，排查隐患12处，其中一般隐患10处、重大隐患5处。𠮷{SCRIPT}
槐浦镇人民政府
2023年6月26日
"""


def test_nothing_that_is_uploaded_runs(site: Any) -> None:
    page = site.open()
    page.set_input_files("input[name=file]", {"name": NAME, "mimeType": "text/plain", "buffer": TEXT.encode()})
    row = page.locator("#jobs tbody tr", has_text="onerror")
    row.locator("input[name=unit]").wait_for(timeout=60_000)
    assert row.locator("td.name").inner_text() == NAME
    row.locator("input[name=unit]").fill(PICTURE)
    row.locator("input[name=month]").fill("2024-01")
    row.get_by_role("button", name="确认").click()
    row.locator("input[name=unit]").wait_for(state="detached")
    row.locator("td.name a").click()
    assert "<script>window.ran" in page.locator("#text").inner_text()
    document = page.url
    _poison_a_field(page)
    for path in (document, f"{document}/check", "/documents", "/records", f"/search?q={PICTURE[3:8]}", "/drafts", "/"):
        page.goto(path)
        page.wait_for_timeout(200)
        assert page.evaluate("[window.ran, document.querySelectorAll('main img').length]") == [None, 0], path
    assert site.trouble == []
    page.context.close()


def _poison_a_field(page: Any) -> None:
    page.locator("#records li", has_text="77").first.click()
    page.keyboard.press("e")
    page.locator("#edit [name=item]").fill(PICTURE)
    page.locator("#edit [name=item]").press("Enter")
    page.locator("#records li", has_text="onerror").first.wait_for()
    assert page.locator("#records img").count() == 0
    assert "77" in page.locator("#text mark", has_text="77").first.inner_text()
