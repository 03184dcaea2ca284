"""The trade that a danger belongs to, chosen from what its unit, its field, its own words and its paper tell.

Annotation guide, «industry»: the trade of the unit that the sentence names, else the kind of danger. Which of them
holds where they differ is weighed by a model; without it the order of rule() does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from extract.defects import Defect
from extract.heads import Paper
from extract.industries import trade_of_danger, trade_of_unit, trades_of_text
from extract.learned import Model
from extract.sites import Sites

ANYWHERE = frozenset({None, "消防", "电力", "特种设备", "工贸"})  # kinds of danger that units of any trade have
_FIELD = re.compile("[^，。；：]{2,16}(?:领域|行业|方面)[，：]")
_NEAR = 80  # characters before a danger that may tell its trade
Choice = str | None
Watch = Callable[[int, Mapping[Choice, tuple[str, ...]]], None]  # where a danger begins, the traits of each choice


@dataclass(frozen=True)
class Trades:
    """What tells the trade of one danger. place is the name of where it is."""

    text: str
    defect: Defect
    place: str | None
    sites: Sites
    paper: Paper

    @cached_property
    def told(self) -> dict[str, Choice]:
        """The trade by each teller; None where it tells none."""
        text, defect, unit = self.text, self.defect, self.sites.passage.unit
        around = text[max(self.sites.sentence.start, defect.start - _NEAR) : defect.tail]
        common = trades_of_text(text)
        return {
            "unit": trade_of_unit(self.place) if self.place else None,
            "listed": trade_of_unit(unit.name) if unit else None,
            "field": self.sites.trade(defect.start),
            "kind": trade_of_danger(text[defect.start : defect.end]),
            "clause": trade_of_danger(text[defect.head : defect.tail]),
            "around": trade_of_unit(around),
            "paper": self.paper.trade,
            "common": common[0] if common else None,
            "second": common[1] if len(common) > 1 else None,
        }

    @property
    def gas_in_shops(self) -> bool:
        """Whether it is a danger of gas in a shop or an eating-house, which is told under gas."""
        return self.told["kind"] == "燃气" and self.told["unit"] == "商贸"

    @property
    def opens_with_field(self) -> bool:
        """Whether the sentence opens with the trade that all its dangers are of: «建筑施工领域，…灭火器配备不足…»."""
        field, start = self.told["field"], self.sites.sentence.start
        return field not in ANYWHERE and self.rule() == field and _FIELD.match(self.text, start) is not None

    def choose(self, model: Model | None, watch: Watch | None = None) -> Choice:
        """The trade; by the model where there is one."""
        if self.gas_in_shops or self.opens_with_field or (model is None and watch is None):
            return self.rule()
        traits = {choice: tuple(self._traits(choice)) for choice in dict.fromkeys([*self.told.values(), None])}
        if watch:
            watch(self.defect.start, traits)
        return max(traits, key=lambda choice: model.probability(traits[choice])) if model else self.rule()

    def rule(self) -> Choice:
        """Trade of the unit, else of the field that the passage is about, else of the danger's kind or clause.

        A field that is also the danger's kind goes before the unit, and so does gas in shops and eating-houses; a
        paper on one trade's inspection goes before the kinds that every trade has.
        """
        told = self.told
        field, kind, unit = told["field"], told["kind"], told["unit"]
        if (field and field == kind) or self.gas_in_shops:
            return kind
        own = self.paper.trade if self.paper.inspects else None
        if unit and not (unit == "工贸" and own == "危险化学品"):
            return unit
        if own and (field or kind) in ANYWHERE:
            return own
        return field or kind or told["clause"] or told["around"] or told["paper"]

    def _traits(self, choice: Choice) -> Iterator[str]:
        """What speaks for one choice: who tells it, who tells another, what the rules say."""
        by = [teller for teller, trade in self.told.items() if trade == choice and choice]
        yield f"is={choice}"
        yield f"votes={len(by)}"
        if choice == self.rule():
            yield "rule"
            yield f"rule={choice}"
        for teller in by:
            yield f"by={teller}"
            yield f"by={teller},{choice}"
            yield from (f"by={teller}+{other}" for other in by if other > teller)
        for teller, trade in self.told.items():
            yield f"{teller}={'none' if trade is None else 'same' if trade == choice else 'other'}"
            if trade != choice:
                yield f"{teller}={trade}>{choice}"
        if self.place:
            yield f"place>{choice}"
