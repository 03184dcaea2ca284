"""Tells a corrected paper from another paper of the same unit and month."""

from typing import Literal, TypeAlias

from ledger.filing import REPORTS, Submission
from ledger.roster import plain_name

Replaces: TypeAlias = Literal["version", "all", "none"]


def is_version_of(new: Submission, old: Submission, replaces: Replaces) -> bool:
    """Whether one of two papers of a unit and month stands for the other.

    version  two reports do, and two papers of the same kind with the same title (or file name, when they have none):
             a list of hazards beside a report does not
    all      any two do
    none     no two do
    """
    if replaces != "version":
        return replaces == "all"
    if new.kind in REPORTS and old.kind in REPORTS:
        return True
    return new.kind == old.kind and _label(new) == _label(old)


def _label(submission: Submission) -> str:
    return plain_name(submission.title or submission.name)
