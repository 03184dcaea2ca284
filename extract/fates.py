"""Whether a danger was only found, is being mended or is mended, or is none that was found, as papers tell it.

What the rules say (extract/aftermath.py, extract/verdicts.py) is weighed with what else the paper says around it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from extract.defects import book
from extract.heads import Paper
from extract.learned import Model
from extract.mentions import Mention
from extract.sentences import Span
from extract.sites import Passage
from language.quick import compiled
from records.facts import Status

Choice = Status | None
CHOICES: tuple[Choice, ...] = (None, *get_args(Status))
Watch = Callable[[int, Mapping[Choice, tuple[str, ...]]], None]  # where a danger begins, the traits of each choice
_NEAR, _FAR = 120, 600  # characters behind a danger that may tell of it, and of the list that it stands in
_BEFORE = {
    "found": re.compile("发现|查出|存在|查见|暴露|检查"),
    "fought": re.compile("查处|整治|打击|严查|治理|重点|排查|纠正|取缔"),
    "asked": re.compile("是否|是不是|有无"),
    "shunned": re.compile("严禁|不得|禁止|防止|杜绝|避免|一律"),
    "cause": re.compile("原因|因|由于|导致|引发"),
    "general": re.compile("部分|个别|一些|少数|有的|普遍|时有"),
}
_BEHIND = {
    "limit": compiled(r"限期|限[^，。]{0,8}[日月前]|整改(?:时限|期限)|[日月底]前"),
    "paper": re.compile("通知书|指令书|决定书|督办|挂牌|交办|函"),
    "stopped": re.compile("停产|停业|停工|查封|关停|停用|停止"),
    "told": re.compile("责令|要求|督促"),
    "done": re.compile("已|完毕|到位|当场|销号"),
    "led-to": re.compile("引发|导致|造成|事故|起火|爆炸|死亡"),
    "fined": re.compile("罚款|立案|处罚|拘留|记分"),
    "to-be": re.compile("一律|坚决|依法|从严|严厉|行为"),
    "counted": compiled(r"\d+[余多]?(?:处|起|条|项|家|个|辆|次)"),
}
# what its own line has told before a danger: harm that was done, how it was looked into, what was inspected
_TOLD_BEFORE = {
    "harm": compiled(
        r"[\d一二两三四五六七八九十]+[余多]?(?:名[^，。；]{0,8}|人|死)?(?:死亡|遇难|身亡|受伤|轻伤|重伤|骨折|中毒|获救|坠地)"
        r"|抢救无效|当场死亡|不治|送医|被困|遇难者|伤者|死者|着火|起火|侧翻|坠落|坠江|爆炸"
    ),
    "inquest": re.compile("教训|初步调查|调查(?:显示|认定|发现|表明)|经查|事发|案发|事故发生前|成因|原因"),
    "seen": re.compile("检查|抽查|暗访|督查|巡查|排查|走访|夜查|回访|发现|查处|查获"),
    "general": re.compile("存在问题|存在的问题|主要问题|突出问题|薄弱环节|不足"),
}
_LINE_BEFORE = 240  # characters before a danger in which its line may have told of that
_COUNTED_NEXT = compiled(
    r"(?:的|者|等)?(?:违法|违规|违章)*(?:行为|案件|问题|情形|隐患)?(?:的|者)?(?:有|共|计)?[\d.,]+[万千百]?[余多]?[起宗件例次条处项家辆台艘人份]"
)


_KINDS = re.compile(
    "通知书|指令书|督办|约谈|告知书|记录|通报|讲话|方案|报告|汇报|总结|函|纪要|自查|台账|通知|专报|简报|信息"
)
_ORDERS = {
    "limit": compiled(r"(?:责令|限)[^。\n]{0,20}(?:[日月底]前|期)[^。\n]{0,10}(?:整改|改正|完成)|整改(?:时限|期限)"),
    "above": re.compile(r"(?:以上|上述|下列|所列)[^。\n]{0,30}(?:整改|改正|隐患|问题)"),
    "listed": re.compile("挂牌督办|督办"),
    "yours": re.compile("你(?:单位|公司|厂|矿|区|县|市|局|校|店)"),
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What may tell the status of one danger: the words around it, and what was known where it stands."""

    text: str
    mention: Mention
    sentence: Span
    known: tuple[str, ...]

    def choose(self, rule: Choice, model: Model | None, watch: Watch | None = None) -> Choice:
        """The status; by the model where there is one. rule: what the rules say, lists and orders behind them heard."""
        if model is None and watch is None:
            return rule
        told = [*self.known, *self._around(), f"rule={rule}", f"rule={rule},{self.mention.lead or 'plain'}"]
        traits = {choice: tuple(f"{trait}>{choice}" for trait in told) for choice in CHOICES}
        if watch:
            watch(self.mention.defect.start, traits)
        return max(CHOICES, key=lambda choice: model.probability(traits[choice])) if model else rule

    def _around(self) -> Iterator[str]:
        text, defect, sentence = self.text, self.mention.defect, self.sentence
        for name, pattern in _BEFORE.items():
            if pattern.search(text, max(sentence.start, defect.start - _NEAR), defect.start):
                yield f"before-{name}"
        low = max(0, defect.start - _LINE_BEFORE)
        opening = max(text.rfind("\n", low, defect.start) + 1, low)
        for name, pattern in _TOLD_BEFORE.items():
            if pattern.search(text, opening, defect.start):
                yield f"told-{name}"
        if _COUNTED_NEXT.match(text, defect.end):
            yield "counted-next"
        line = text.find("\n", defect.end, defect.end + _FAR)
        line = line if line >= 0 else min(len(text), defect.end + _FAR)
        for name, pattern in _BEHIND.items():
            if pattern.search(text, defect.end, min(sentence.end, defect.end + _NEAR)):
                yield f"behind-{name}"
            if pattern.search(text, defect.end, line):
                yield f"line-{name}"
        if _ordered().search(text, line, min(len(text), line + _FAR)):
            yield "ordered-below"
        if self.mention.closing:
            yield f"closing={self.mention.closing[:3]}"


@cache
def _ordered() -> re.Pattern[str]:
    return book().compile("$ordered")


@lru_cache(maxsize=64)
def _of_paper(text: str, title: str) -> tuple[str, ...]:
    """What a whole paper tells: the kind in its title, whether it orders findings to be mended, and by a day."""
    told = [f"title-word={word}" for word in _KINDS.findall(title)]
    told += [f"all-{name}" for name, pattern in _ORDERS.items() if pattern.search(text)]
    return tuple(f"{one},{other}" for one in told for other in told if one <= other)


def known_at(mention: Mention, passage: Passage, paper: Paper) -> tuple[str, ...]:
    """What is known where a danger stands: its paper, its section, its list, what governs it."""
    mode, lead = passage.mode or "plain", mention.lead or "plain"
    kind = paper.kind
    told = [f"mode={mode}", f"lead={lead}", f"paper={kind}", f"title={paper.title[-2:]}"]
    told += [f"mode={mode},paper={kind}", f"lead={lead},paper={kind}", f"lead={lead},mode={mode}"]
    told.append(f"rule-name={mention.defect.rule.name}")
    told += _of_paper(paper.text, paper.title)
    told += [name for name in ("demanded", "listed", "concrete", "told", "seen") if getattr(passage, name)]
    told += ["under-unit"] if passage.unit else []
    return (*told, *(f"heading={passage.heading[at : at + 2]}" for at in range(min(len(passage.heading) - 1, 16))))
