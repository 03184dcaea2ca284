"""The stages of a plan and their days: as the office set them, else as the records agree on them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generate.office import Stage
from generate.settings import StagePlan
from records import Deadline, Filed

_STAGE = "阶段"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, either may be unknown; sources are the records that state them, empty when the office did."""

    start: dt.date | None
    end: dt.date | None
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage, its days, and the wording for what is done in it (empty when the template has none)."""

    name: str
    span: Span
    text: str


def plan_stages(
    own: Sequence[Stage], usual: Sequence[StagePlan], deadlines: Iterable[Filed[Deadline]]
) -> tuple[PlannedStage, ...]:
    """The office's own stages, or the usual ones when it set none."""
    spoken = [filed for filed in deadlines if _STAGE in filed.record.quote + filed.record.task]
    if not own:
        return tuple(PlannedStage(plan.name, _agreed(plan.words, spoken), plan.text) for plan in usual)
    return tuple(_own_stage(stage, usual, spoken) for stage in own)


def _own_stage(stage: Stage, usual: Sequence[StagePlan], spoken: list[Filed[Deadline]]) -> PlannedStage:
    known = next((plan for plan in usual if any(word in stage.name for word in plan.words)), None)
    words = known.words if known else (stage.name.removesuffix(_STAGE),)
    span = Span(stage.start, stage.end) if stage.start or stage.end else _agreed(words, spoken)
    return PlannedStage(stage.name, span, known.text if known else "")


def _agreed(words: tuple[str, ...], spoken: list[Filed[Deadline]]) -> Span:
    """The days that all records naming that stage state; unknown when they differ, for no one can say who is right."""
    named = [filed for filed in spoken if any(word in filed.record.quote + filed.record.task for word in words)]
    days = {(filed.record.start_date, filed.record.due) for filed in named}
    if len(days) != 1:
        return Span(None, None)
    return Span(*days.pop(), sources=tuple(filed.id for filed in named))
