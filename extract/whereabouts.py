"""Where an event happened: the words before its time, between time and event, or after its name; «该库», «此处»."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.meant import unit_before
from extract.scene import bare_place, ends_in_place, has_place_word, is_own, is_there, place_ends, place_in, shares
from extract.sentences import Span
from extract.tellings import Telling, only_named
from extract.units import unit_alone
from language.dates import Time

_LABEL = re.compile(
    r"(?:[—\-▲●◆■★※*·\s]|[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．])*(?P<label>[^，。；：\n\d“”（）]{2,24})[。：](?=(?:\d{4}年)?\d{1,2}[日月]|[一二三四五六七八九十]{1,3}[日月]|同日|当日)"
)
# «关于岩脚村大沙坝山体滑坡的情况续报»: the place that only the title tells
_TITLED = re.compile(
    "关于(?P<place>[^，。；：《》\\n]{3,30}?)(?:“?\\d{1,2}[·.月]|发生|突发|(?:一般|较大|重大|山体|道路|煤矿)?(?:滑坡|火灾|爆炸|坍塌|泄漏|中毒|透水|坠落|交通事故|沉船|泥石流|塌方|垮塌))[^，。；\\n]{0,30}(?:报告|续报|快报|通报|情况|说明|公告)"
)
_TITLE_ENDS = 160  # characters from the beginning within which a title stands
_PERSON = re.compile("(?:(?:一|1)?名?[^，。；\\d]{0,6}[某民工人员生子师])?")  # «双河乡|一村民|7月12日…»
_THE_UNIT = re.compile("[该本](?:公司|厂|矿|企业|单位|项目|工地|集团|校|院|店)")
_THIS_UNIT = re.compile("(?:该|本)(?P<kind>镇|乡|村|街道|厂|矿|库|站|校|公司|小区|工地|项目|水库|隧道)")
_FAR = 1500  # characters before «该库» within which it was named
_CAME = re.compile("(?:也|还|就)?(?:曾经?|就)?(?:于|在)?$")  # «翠屏小区曾于今年5月17日…»
_DOER = re.compile(
    "(?:施工|建设|总包|分包|劳务|监理|维保|承包|运营|使用)单位"
)  # who worked at the place that a label tells
_DEALT_WITH = re.compile("审理?|判|通报|调查|公布|约谈|处理|批复|问责|召开|警示|会$")  # what an office did about it
_OF = "发生的"
_HAPPENED_AT = re.compile("发生[在于](?P<place>[^，。；\\d]{2,30}?)的")
_NAMED_PLACE = re.compile(
    "[^，。；、\\d]{2,30}?(?=事故|火灾|爆炸|坍塌|透水|瓦斯|煤与瓦斯|道路交通|中毒|坠落)"
)  # «“7·16”三岔河煤矿|瓦斯爆炸事故»
# «“6·21”银川|燃气爆炸事故»: a town by its name alone
_CITY = re.compile(
    "(?!特别|特大|重特|重大|较大|一般|生产|道路|交通|火灾|车辆|机械|高处|高空|物体|起重|触电|中毒|窒息|坍塌|爆炸|燃气|煤气|煤矿|瓦斯|泄漏"
    "|民房|淹溺|溺水|坠|沉|透水|坡|车|船|锅炉|粉尘|有限|自建|电动|烟花|危化|危险|非法|违法|安全|责任|突发|森林|山|踩踏|食物|化学|其他|灼|烫|翻|追尾|碰撞|系列|专项|事)"
    "[\u4e00-\u9fff]{2,3}(?=(?:特别重大|重特大|特大|重大|较大|一般)?(?:生产安全|安全生产|道路|交通|燃气|天然气|煤气|瓦斯|粉尘|有限空间|自建房|烟花|危化品)"
    "{0,2}(?:爆炸|爆燃|火灾|坍塌|倒塌|垮塌|事故|中毒|泄漏|沉船|踩踏|溃坝|滑坡))"
)
_CELLS = 4  # lines above a paragraph that may be cells of its row
_NO_NAME = re.compile("[^，。]?|(?:[尚仍还另又]|至今)有|在院")  # what is left of «又有1人…»
_SHORTEST = 3  # characters of a place that stands in an accident's name; «道路» is none


class Whereabouts:
    """The places of one text. label: the place that stands over a paragraph; last: the one told last."""

    def __init__(self, text: str, times: Sequence[Time]) -> None:
        self.text = text
        self.times = [time for time in times if time.relation != "within"]  # «3分钟内处置完毕»
        self.begun = 0
        self.label: str | None = None
        self.last: str | None = None
        titled = _TITLED.search(text, 0, _TITLE_ENDS)
        self.titled = titled["place"].removeprefix("我市").removeprefix("我县") if titled else None

    def begin_paragraph(self, start: int, above: str | None = None) -> None:
        """Takes the place that stands over a paragraph («——永乐县水口镇。14日…»), or that the line above tells."""
        self.begun, label = start, _LABEL.match(self.text, start)
        self.label = label["label"] if label and ends_in_place(label["label"]) else above

    def begin_item(self, start: int) -> None:
        """Takes the place that stands over an item within a paragraph («…。三、东湖大道改造工程。5月27日，…»)."""
        label = _LABEL.match(self.text, start)
        if label and label.start("label") > start and ends_in_place(label["label"]):
            self.label = label["label"]

    def place_of(self, segment: Span, telling: Telling, time: Time | None) -> Span:
        """The words that say where; empty for none."""
        place = self._between(segment, telling)
        told = self.text[slice(*place)]
        if not has_place_word(told) or is_own(told):
            before = self._before(segment, time)
            place = before if before.end > before.start else place
        told = self.text[slice(*place)]
        if telling.day and (not told or _DEALT_WITH.search(told)):  # «法院审理|“2·19”|大洼煤矿瓦斯爆炸案»
            behind = self._behind(segment, telling.end)
            place = behind if behind.end > behind.start else place
        return place

    def _between(self, segment: Span, telling: Telling) -> Span:
        """The words that say where, between the last time before the event and the event."""
        happened_at = _HAPPENED_AT.match(self.text, telling.start, segment.end)
        if happened_at:  # «发生在我县汉王河的那起溺亡事件»
            return Span(*happened_at.span("place"))
        if self.text.startswith(_OF, telling.start):  # «4月20日发生的新安县化工厂爆炸事故»
            behind = self._behind(segment, telling.start + len(_OF))
            if behind.end > behind.start:
                return behind
        last = bisect_right(self.times, telling.start, key=lambda time: time.end)
        start = max(segment.start, self.times[last - 1].end) if last else segment.start
        if telling.day or only_named(self.text, telling):
            start = max(start, *(self.text.rfind(mark, segment.start, telling.start) + 1 for mark in "，、：；"))
        return place_in(self.text, start, telling.start)

    def _before(self, segment: Span, time: Time | None) -> Span:
        """The words that say where, told just before the time: «青浦工地6月27日晚，工人宿舍起火»."""
        if time is None or time.start <= segment.start:
            return Span(segment.start, segment.start)
        clause = max(self.text.rfind(mark, segment.start, time.start) for mark in "，：、") + 1
        came = _CAME.search(self.text, max(segment.start, clause), time.start)
        before = came.start() if came else time.start
        place = place_in(self.text, max(segment.start, clause), before)
        if before == max(segment.start, clause) and before - 1 > segment.start:
            low = max(segment.start, max(self.text.rfind(mark, segment.start, before - 1) for mark in "，。：、；") + 1)
            place = place_in(self.text, low, before - 1)
            return place if ends_in_place(self.text[place.start : before - 1]) else Span(before, before)
        there = _PERSON.fullmatch(self.text, place.end, before) and ends_in_place(self.text[slice(*place)])
        return place if there else Span(segment.start, segment.start)

    def _behind(self, segment: Span, start: int) -> Span:
        """The words that say where, after the day: «“7·16”三岔河煤矿瓦斯爆炸事故»."""
        name = _NAMED_PLACE.match(self.text, start, segment.end)
        ends = place_ends(name[0]) if name else []
        if ends and ends[-1] >= _SHORTEST:
            return Span(start, start + ends[-1])
        city = _CITY.match(self.text, start, segment.end)
        return Span(*city.span()) if city else Span(start, start)

    def name(self, place: Span, segment: Span, telling: Telling) -> str | None:
        """The place's name; of «此处», «该乡» the place meant; put under the place that stands over the paragraph."""
        counted = self.text.startswith("起", place.end)  # 建筑业·1起爆炸事故
        told = bare_place(self.text[slice(*place)].rstrip("0123456789") if counted else self.text[slice(*place)])
        name = None if _NO_NAME.fullmatch(told) else told
        if name and is_there(name):
            kind = _THIS_UNIT.match(name)
            unit = unit_before(self.text, kind["kind"], place.start) if kind else None
            return unit or self.label or self.last or name
        if self.label and name and _DOER.match(name):
            name = self.label
        if self.label and name and not shares(name, self.label):
            name = self.label + name
        self.last = name or self.last
        sentence = self.text.rfind("。", max(0, telling.start - _FAR), telling.start) + 1
        low = max(sentence, self.begun, telling.start - _FAR)
        unit = self.last if _THE_UNIT.search(self.text, low, telling.start) else None
        return name or self.label or unit or self._row_of(telling) or self.titled

    def _row_of(self, telling: Telling) -> str | None:
        """The unit that has a line of its own right above the paragraph, as a row's cells have: 企业名称 | 处罚事由."""
        end = self.begun - 1
        for _ in range(_CELLS if self.begun <= telling.start else 0):
            start = self.text.rfind("\n", 0, max(end, 0)) + 1
            if end - start > 0 and (unit := unit_alone(self.text, start, end)):
                return unit
            end = start - 1
        return None
