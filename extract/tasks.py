"""The words of a task, trimmed."""

import re

_LASTING = re.compile(r"为期[^，的]{1,6}的")
ASIDE = re.compile(
    r"（[^（）]*(?:，[^（）]*|的)）|（(?:一式|见|详见|附件|邮箱|电话|联系|模板|样表|[^（）：]{2,8}：)[^（）]*）"
)
# who goes, told before what they do: «组成4个督查组|开展督查», «分3组|抽查»
FORMS = re.compile(
    r"(?:组织|组成|抽调[^，]{0,10}组成|成立|组建|派出|派|分成?|设立?)(?:[一二三四五六七八九十两\d]+[个支名]?|若干个?)"
    r"[\u4e00-\u9fff]{0,6}?(?:工作组|[检督抽巡核调暗]查组|[督检]导组|暗访组|小组|专班|分?队|组)"
)
_ACT_AFTER = re.compile(r"(?![，的])[^，]{2,}")


def trim(task: str) -> str:
    """The task without marks around it and who goes; a quotation mark whose pair was cut off goes or is put back."""
    task = task.strip("，、；：。 ").removeprefix("前")
    if (sent := FORMS.match(task)) and _ACT_AFTER.match(task, sent.end()):
        task = task[sent.end() :]
    task = _LASTING.sub("", ASIDE.sub("", task))
    if task.count("（") > task.count("）"):
        task = task[: task.rindex("（")]
    elif task.count("（") < task.count("）"):
        task = task.strip("（）")
    opened, closed = task.count("“"), task.count("”")
    if opened == closed:
        return task
    return task.strip("“”") if opened < closed else f"{task}”"
