"""What an office says about itself and its campaign: settings, not records."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a campaign, first and last day included; a day not yet fixed is None."""

    name: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The office that issues a paper. What is None or empty is left as a gap wherever the wording needs it.

    issuer      发文机关, full name or normalised short name
    region      the place that it governs: «安县»; «全县» is made from its last character
    date        成文日期
    recipients  主送机关 as printed, without the colon
    campaign    name of the drive that the month's reports are about
    basis       the upper level's paper that a plan carries out, as it is to be cited (title, then number)
    reply_by    the day by which units must answer
    trades      行业领域 of the campaign
    stages      of the campaign, in order; those whose days are not given may find them in the records
    """

    issuer: str | None = None
    region: str | None = None
    date: dt.date | None = None
    recipients: str | None = None
    campaign: str | None = None
    basis: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    reply_by: dt.date | None = None
    trades: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
