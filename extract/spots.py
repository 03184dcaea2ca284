"""Kinds of place that the words around a danger name: what was inspected or shut, what is targeted, part of a building.

Each finder gives the name and where it stands; None where its wording is not there.
"""

import re
from functools import cache
from typing import NamedTuple

from extract.defects import Defect, book
from extract.sentences import Span
from language.quick import compiled

_CLASSIFIER = "(?:家|栋|处|户|台|艘|个|所|座|辆|条|幢|名)"
_INSPECTED = compiled(
    r"(?:检查(?!组|员|人员|站)|排查(?!组)|抽查|走访|巡查|督查(?!组)|摸排|核查|督导(?!组)|暗访)(?:了|各类)?"
    rf"(?P<a>[^，。；\d*×的]{{2,24}}?)[\d*×]+[余多]?{_CLASSIFIER}"
    rf"|(?:对|检查|抽查)的?[\d*×]+[余多]?{_CLASSIFIER}(?P<b>[^，。；]{{2,20}}?)(?:进行|开展|实施|，|中)"
    r"|[\d*×]+[余多]?(?:座|家|艘|所|个|处)(?P<c>[^，。；\d]{2,12}?)(?:全部|均|逐一)"
    rf"|[\d*×]+[余多]?(?:座|家|所|个)(?P<d>[^，。；\d]{{2,10}})中，?有[\d*×一二两三]+{_CLASSIFIER}"
)
_NUMBER = r"[\d*×][\d.,，*×]*[万千百]?[余多]?"
# a number of each kind inspected: «检查出租屋3.86万间次、沿街小作坊7514家次», «对6处沼气工程、128家养殖场进行»
_EACH = re.compile(
    r"(?:检查(?!组|员|人员|站)|排查(?!组)|抽查|走访|巡查|督查(?!组)|摸排|核查|暗访|出动[^，。；]{2,12}，检查)(?:了|各类)?"
    rf"(?P<behind>(?:[^，。；、\d*×的]{{2,14}}{_NUMBER}[家栋处户台艘个所座辆条间]次?[、和及]?){{2,}})"
    rf"|对[^，。；\d]{{0,6}}(?P<before>(?:{_NUMBER}[家栋处户台艘个所座辆条间][^，。；、\d的]{{2,14}}、){{1,}}[^，。；的]{{2,30}}?)(?:逐[一家户栋]|进行|开展)"
)
_EACH_NUMBER = re.compile(rf"{_NUMBER}[家栋处户台艘个所座辆条间]次?")
# kinds of place that a campaign is aimed at
_SITE = (
    r"(?:企业|单位|场所|项目|工程|工地|门店|商铺|商户|用户|[住商客]户|小区|景区|园区|市场|商场|超市|酒店|宾馆|民宿|农家乐|作坊|车间|仓库|库房|宿舍|学校|幼儿园|校车|医院|养老院"
    r"|矿山|矿井|煤矿|尾矿库|水库|水电站|堤防|河道|渡口|码头|港口|车站|机场|道路|公路|路段|隧道|桥梁|管道|管网|储罐区?|罐区|高层建筑|建筑|综合体|自建房|出租[屋房]|房屋|厂房|冷库|电站|加油站|加气站|充装站|电梯"
    r"|[客货校渔渡游]船|船舶|[客货校罐]车|车辆|面包车|三轮车|拖拉机|收割机|农机|渣土车|运输车|店铺?|馆|[^，。；、]厂|网吧|KTV|影院|寺庙|舍|基地|机构|点位|加工点|零售点|农户|摊位|铺)"
)
_LIST = rf"(?P<p>(?!排查|检查|开展|进行|整治|重点)[^，。；：的]{{0,40}}?{_SITE})"
_HITS = (
    r"(?:严厉|重点|集中|全面|深入|从严|严格|依法|坚决|逐一|突出|专项)*"
    r"(?:整治|打击|查处|检查|排查|治理|核查|督查|严查|严打|纠正|取缔|严管|严控|整顿|杜绝|看|查|盯|严禁|防范)"
)
_AIMED = re.compile(
    rf"(?:对|紧盯|盯住|盯紧|盯牢|聚焦|围绕|针对|瞄准|抓住|管住|看住|守住)(?:全[市县区镇省乡]|辖区|各类|已[^，。；的]{{2,10}}的)*"
    rf"(?:{_NUMBER}[家栋处户台艘个所座辆条])?{_LIST}(?:等)?(?:，|逐[一家户栋]|进行|开展|(?=重点|集中|严))"
    rf"|(?:^|[。；：\n，]){_LIST.replace('?P<p>', '?P<field>')}(?:方面|领域|环节)，(?=[^。；]{{0,12}}{_HITS})"
    rf"|(?:^|[。；：\n，]){_LIST.replace('?P<p>', '?P<who>')}(?={_HITS})"
)
_LABEL = re.compile(rf"(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)]|\d{{1,2}}[.．、]){_LIST}[。：]")
_AGENT = re.compile(
    r"所有|局|部门|政府|支队|大队|委|办|组|[派消监管]所|乡镇|街道|县区|市场监管|我|要|各(?!类)|全[市县区]"
)
_BEFORE_NAME = re.compile("^(?:组|出|了|整治|治理|共|上门|累计|先后|分别|辨识)*(?:抽查|检查)?")
_AROUND = re.compile(r"^(?:辖区内?|区内|辖内|内)?[的了]?|[的了内]$")
_NO_SITE = re.compile(r"隐患|问题|整治|人员|点位|企业和项目|次$|项$|有限空间$")
_SHUT = re.compile(
    r"(?:等)?(?:行为|问题|隐患)?(?:较多|突出|严重)?的?(?P<p>(?:(?!违法|违规|案|问题|隐患|行为)[^，。；、\d的等*×]){2,12}?)"
    r"[\d*×]+[余多]?(?:家|处|个|户|所|艘|辆|台|间|座|条)"
)
_WHOSE = re.compile(
    r"的(?P<p>[^，。；、的\d]{2,20}(?:公司|厂|店|站|场|矿|院|校|坊|点|库|工地|项目|企业|单位))(?=[，。；、]|$)"
)
_NO_UNIT = re.compile(r"(?:相关|有关|各|该|部分|这些|责任|违法|违规|生产经营|涉事|其他)")
# the kind of place that a clause lays before its dangers
_KIND = re.compile(
    r"[^，。；、：]{0,10}?(?:场所|工地|门店|商铺|店铺|餐饮(?:店|单位|企业)?|住宅|小区|农村|宿舍|仓库|厂房|车间|楼道|出租房|自建房|路段|企业|单位|矿井|用户|景区|学校|项目|现场(?=存在))$"
)
_LEADS_ON = re.compile(r"(?:内|里|中|的)?(?:还|也|仍|均|都)?(?:存在|发现|查出|有)?(?:着)?(?:的)?$")
# the kind of place that a danger is said of: «施工工地|私拉乱接电线», «近三成矿井|未完成探查»
_SUBJECT = re.compile(
    r"(?:部分|个别|少数|一些|多数|有的|近|约|超|仍有|尚有|有|[\d一二两三四五六七八九十]+(?:成|%|家|个|座|户)(?:多|以上)?的?)*"
    r"(?P<kind>(?:在建|施工|建设|改造)?(?:项目|工程|工地)(?=[^经部负])|(?:餐饮|商业|人员密集|娱乐|住宿|经营|公众聚集|生产|养老|教学)*场所"
    r"|(?:[^，。；、的]{0,4})企业(?!主要|负责)|(?:[^，。；、的\d]{0,4})(?:矿井|用户|商户)|学校|幼儿园|医院|景区|民宿|酒店|宾馆|商场|超市|养老院|出租屋|自建房|沿街商铺|高层建筑|居民楼|住宅楼|加油站|工地)"
)

_OF_COUNTED = compiled(rf"[\d*×]+[余多]?{_CLASSIFIER}(?P<p>[^，。；\d的]{{2,10}})中，(?:[^。；]*)$")
_TARGET = re.compile(
    r"对(?P<p>(?:(?!排查|检查|开展|进行|整治)[^，。；的]){2,40}?)(?:等)?，(?:要)?(?:重点|集中|全面|深入|从严|严格|逐一)*(?:整治|检查|查处|打击|排查|治理|核查|督查|盯)"
)
_OVER_STOREYS = re.compile(r"^\d+层(?:及)?以上")
_TOPIC = re.compile(r"(?:^|[。；\n])[^，。；：、\n]{0,6}?[）.、]?(?P<p>[^，。；：、\n（）.]{2,12}环节)[，：。]")
_FOUND_AT = re.compile(
    r"(?:^|[，。；：])(?P<p>[^，。；：、\d]{0,8}(?:景区|单位|场所|企业|工地|项目|学校|医院|车间|小区|市场))(?:查出|发现|存在|排查出)"
)
_REACH = 400  # characters back within which a paragraph may tell what was inspected
_FAR = 2000  # likewise for what its sentence tells, which may go on without end


class Spot(NamedTuple):
    """A name of a place, and where the text says so."""

    name: str
    span: Span


def inspected(text: str, start: int, before: int) -> Spot | None:
    """What text[start:before] says was inspected, the last of several; no farther back than _REACH."""
    low = max(start, before - _REACH)
    if each := list(_EACH.finditer(text, low, before)):
        name = _EACH_NUMBER.sub("", each[-1]["behind"] or each[-1]["before"]).strip("、和及")
        return Spot(name, Span(*each[-1].span()))
    for match in reversed(list(_INSPECTED.finditer(text, low, before))):
        name = next(group for group in match.groups() if group)
        name = _AROUND.sub("", _BEFORE_NAME.sub("", name))
        if name and not _NO_SITE.search(name):
            return Spot(name, Span(*match.span()))
    return None


def shut(text: str, tail: int) -> Spot | None:
    """What stands behind a danger as the place that has it, with its number: «…的民宿3家»."""
    match = _SHUT.match(text, tail)
    return Spot(match["p"], Span(*match.span("p"))) if match else None


def whose(text: str, tail: int) -> Spot | None:
    """The unit that a danger is said of: «拒不整改的|鹤汀永盛塑料加工点»."""
    match = _WHOSE.match(text, tail)
    return Spot(match["p"], Span(*match.span("p"))) if match and not _NO_UNIT.match(match["p"]) else None


def targeted(text: str, start: int, before: int) -> Spot | None:
    """What a campaign is said to be aimed at: «对老旧住宅、大型商业综合体，重点整治…», «（一）运输环节。»."""
    found = list(_TARGET.finditer(text, max(start, before - _FAR), before))
    if found:
        return Spot(_OVER_STOREYS.sub("", found[-1]["p"]), Span(*found[-1].span("p")))
    for match in reversed(list(_AIMED.finditer(text, max(start, before - _REACH), before))):
        name = match.lastgroup or "p"
        if not _AGENT.search(match[name]):
            return Spot(match[name], Span(*match.span(name)))
    return None


def topic(text: str, start: int, before: int) -> Spot | None:
    """The link of a trade that a passage is headed by: «（一）港口和仓储环节。»."""
    found = list(_TOPIC.finditer(text, max(0, start - 1, before - _FAR), before)) or list(
        _LABEL.finditer(text, max(start, before - _REACH), before)
    )
    return Spot(found[-1]["p"], Span(*found[-1].span("p"))) if found else None


def found_at(text: str, start: int, before: int) -> Spot | None:
    """Of what kind of place the sentence says that dangers were found there: «景区查出…»."""
    found = list(_FOUND_AT.finditer(text, max(start, before - _FAR), before))
    return Spot(found[-1]["p"], Span(*found[-1].span("p"))) if found else None


def kind_before(text: str, sentence: Span, defect: Defect) -> Spot | None:
    """The kind of place that the words right before a danger name, or that it is said of."""
    lead = text[defect.head : defect.start]
    lead = lead[: _LEADS_ON.search(lead).start()]  # type: ignore[union-attr]  # the pattern matches nothing, too
    match = _KIND.search(lead)
    name = _opening().sub("", match[0]) if match else ""
    if match and name:
        return Spot(name, Span(defect.head + match.start(), defect.head + match.end()))
    subject = _SUBJECT.match(text, defect.start, defect.cue)
    return Spot(subject["kind"], Span(*subject.span("kind"))) if subject else _of_counted(text, sentence, defect)


@cache
def _opening() -> re.Pattern[str]:
    """All that stands before a name, and the word that ends it."""
    return book().compile("^.*(?:$name_starts)")


def _of_counted(text: str, sentence: Span, defect: Defect) -> Spot | None:
    """«34家企业中，主要负责人…», «抽查的62家企业中，19家…»."""
    low = max(sentence.start, text.rfind("；", sentence.start, defect.start) + 1, defect.start - 80)
    match = _OF_COUNTED.search(text[low : defect.start])
    return Spot(match["p"], Span(low + match.start("p"), low + match.end("p"))) if match else None
