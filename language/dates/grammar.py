"""forms.toml compiled: one pattern that tells which form stands where, and each form's own pattern with its groups."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from language.dates.holidays import names
from language.dates.lexicon import REPUBLIC, one_of, words
from language.quick import compiled

_CN = "一二三四五六七八九十廿卅"
_FIVE_YEAR_PLANS = ["十一五", "十二五", "十三五", "十四五", "十五五", "十六五"]


# how every form begins; most of a text is passed over by this test alone
_UNIT = "年月日号天周个季小分半工星礼旬时点"
_BEGINS = "|".join(
    (
        rf"\d{{1,4}}[{_UNIT}/.:·、—～~至到-]",
        rf"[{_CN}〇两半元正]{{1,4}}[{_UNIT}零○—～~至到、旦一“‘-]",
        r"[本当这今明去来昨翌同次][年月日天晚早夜晨季周星礼个一]|[今昨前明][天日晚晨早夜]?（|前[天日晚]|后[天年]|[上下][年月季周星个一半旬上下礼]|[前头首][年\d一二两三四五六七八九十]|第[一二三四1-4]",
        "今明|初[一二三四五六七八九十]|农历|阴历|民国\\d|提前|[正冬腊]月|除夕|大年[三初]|元宵|腊八|重阳|小年|十[一二三四五六]五|中[旬秋]|[年岁季周月星礼][底末初终内年度一二三四五六日天上中下期拜]|即日|每|逢|按|逐|近|最近|过去|Q[1-4]|q[1-4]",
        "汛[期前]|[离返]校前|放假离|主汛|春运|[暑寒供采取旅旺开放高中][运暖游季学假考期渔温]|台风|雨季|[降大强暴寒洪][雪雨风潮峰]|强降|[封上]冻|[春秋]季(?:学期)?开学|学期开学|[防休][火汛渔]期|枯水|伏休|开捕|春耕|秋收|三夏|麦收|今后|未来|接下|两会|节日?前|假期|天天|截|目前|现在|当前|发稿|迄今|至今|自|从|收到|接|入|进入|新|党的|春节|清明|端午|国庆|劳动节|[“‘][十五春元清端中国劳新七八六三]",
        r"^[日周旬月季年半]|(?<=[、“，行持立施善执落实和及全推照以‘\n])[日周旬月季年半]",
    )
)


class Form(NamedTuple):
    """One row of forms.toml."""

    name: str
    pattern: re.Pattern[str]
    means: tuple[tuple[str, str, str], ...]
    leaves: tuple[str, ...]


def _macros() -> dict[str, str]:
    lists = words()
    year = rf"(?:19|20)\d\d|{REPUBLIC}\d{{1,3}}|[一二][九〇零○O][〇零○O一二三四五六七八九]{{2}}"
    return {
        "$months": one_of(lists["months"]),
        "$quarters": one_of(lists["quarters"]),
        "$weeks": one_of(lists["weeks"]),
        "$days": one_of(lists["days"] | lists["days_after"]),
        "$units": "|".join(("个?工作日", "个?小时", "分钟", "个季度", "个?星期", "个?礼拜", "个?月", "[日天周年]")),
        "$plain": "[日天周年]|分钟|小时|工作日|星期|月|礼拜",
        "$acts": one_of(lists["mechanisms"]["acts"]),
        "$seasons": one_of(lists["seasons"]["before"]) + "|(?<![防主])汛(?=前)|(?<![\u4e00-\u9fff])节|(?<=在)节",
        "$festivals": one_of(names()),
        "$plans": one_of(_FIVE_YEAR_PLANS),
        "$chinese": f"[{_CN}]{{1,3}}",
        "$num": rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})",
        "$part": "上中旬|中下旬|[上中下]旬|底|末|初(?![步级期次中高评审始])",
        "$to": "(?:-+|—+|[～~]|至|到)",
        "$cn": _CN,
        "$year": rf"(?:(?<![\d〇])(?P<year>{year})年度?|(?<![以证说声表基最之前年首初多\d])"
        rf"(?P<near_year>{one_of(lists['years'])})度?|(?<![首初多几共相\d{_CN}])"
        rf"(?P<after_year>{one_of(lists['years_after'])}))(?:的(?=[\d上下前头一二三四第]))?",
    }


def _expand(pattern: str, macros: dict[str, str]) -> str:
    """The pattern with its $names replaced; «$year?» makes the whole macro optional."""
    for name in sorted(macros, key=len, reverse=True):
        pattern = pattern.replace(f"{name}?", f"(?:{macros[name]})?").replace(name, macros[name])
    return pattern


@cache
def forms() -> dict[str, Form]:
    """All forms by name, in the order in which they are tried."""
    macros = _macros()
    rows = tomllib.loads(files("language.dates").joinpath("forms.toml").read_text("utf-8"))["form"]
    return {
        row["name"]: Form(
            row["name"],
            compiled(_expand(row["pattern"], macros)),
            tuple((text, first, last) for text, first, last in row["means"]),
            tuple(row.get("leaves", ())),
        )
        for row in rows
    }


@cache
def points() -> re.Pattern[str]:
    """Finds any form; the name of the one that fits is the match's lastgroup."""
    nameless = re.compile(r"\(\?P<\w+>")
    parts = (f"(?P<{form.name}>{nameless.sub('(?:', form.pattern.pattern)})" for form in forms().values())
    return compiled(f"(?={_BEGINS})(?:{'|'.join(parts)})")


# what may follow a point and says how it is meant
CLOCK = re.compile(
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜|晚)?[ ]?"
    r"(?:[01]?\d|2[0-4])(?:[时点](?![候间段])(?:整|半|[0-5]?\d分)?|:[0-5]\d(?::[0-5]\d)?)(?:许|左右)?"
    r"(?:(?:-+|—+|[～~]|至|到)(?:次日)?(?:[01]?\d|2[0-4])(?:[时点](?:[0-5]?\d分|半)?|:[0-5]\d))?"
    r"|(?:零|十?[一二三四五六七八九十]|二十[一二三四]?)[时点](?:整|半)?(?![间期候段])"
    r"|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜"
)
# «春节（2月17日）前», «开春（3月底）前»
GLOSSED = re.compile(r"）(?:之|以)?前(?![后往期])")
WEEKDAY_NOTE = re.compile(r"[（(](?:星期|周)[一二三四五六日天][）)]")
AFTER = re.compile(
    rf"(?P<by>(?:(?:[上下]午)?[上下]班|中午|[上下]午|{one_of(words()['seasons']['before'])})?(?:之|以)?前(?:夕(?!阳)|(?![期往后夕述列沿款置景身线瞻]|提[下条是])))"
    r"|(?P<since>以来|来(?=，)|至今|到目前(?:为止)?|至目前(?:为止)?)"
    r"|(?P<from>(?:之|以)后(?!续)|后(?=[，。；、开将]|不[具得能]|必须|一律|严禁|$)|起(?![火草到数步点诉因飞吊重获伏源居哄码降立])(?:始)?|开始(?!前))"
    r"|(?P<within>(?:之|以)?内(?![容部设外在涵幕]))"
    r"|(?P<till>为?止)|(?P<during>期间|(?<=[日号月旬])前后(?![方排轮]))"
)
EVENT = re.compile(r"[^，。；：！？\n]{1,20}(?:之日起|之后|以后|后)，?(?:应当?|要|须)?(?:在|于)?\Z")
BEFORE = re.compile(
    r"(?:(?P<until>截[至止](?:到|至)?)|(?P<from>自从?|从)|(?P<by>延期?(?:到|至)|(?:延长|推迟|顺延|宽限)(?:到|至)|(?<![收接得达感看拿遇提来走复高低长降升减增涨展])直?到|直至|至|最迟(?:不超过|不晚于|于)?|不得?(?:晚|迟)于|不超过))\Z"
)
# the day may be told once more in brackets: 2月2日（腊月十五）—2月6日
TO = re.compile(r"(?:（[^（）\n]{1,8}）)?(?:起?开始|起)?，?(?:-+|—+|[～~]|至|到)")
# how long what has begun goes on: «自12月起为期四个月», «11月15日起，用一个月»
LASTS = re.compile(
    rf"，?(?:(?:为期|历时|利用|用|一连)|(?:集中|连续)(?:开展|进行|组织|实施)?了?)(?P<n>\d{{1,3}}|[{_CN}]{{1,3}}|两|半)个?(?P<unit>工作日|月|周|星期|天|日|年)(?:左右)?(?:的)?(?:时间)?(?![内前后])"
)
COUPLE = re.compile("、")
FEASTS = re.compile("[、和与及]?(?=[^，。；：、\\d]{2,4}?(?:[两双佳]节|期间|小?长假|假期))")
ENDS = re.compile(r"(?:起|开始)，")  # «从6月1日开始，6月30日结束»
END = re.compile("(?:圆满|顺利|全面|正式|如期)?(?:结束|落幕|收官|截?止)")
