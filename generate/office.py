"""What an office says about itself and its campaign: settings, not records."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from records import BadRequest

_LAST_NUMBER = re.compile(r"[1-9]\d*(?=号$)")
_NUMBER = re.compile(r"[^\s〔〕]+〔(?:19|20)\d\d〕[1-9]\d*号")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a campaign, first and last day included; a day not yet fixed is None."""

    name: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """版头 and 版记 of papers that go out under the office's red header (GB/T 9704 7.2, 7.4).

    mark         发文机关标志 as printed: «云桓县安全生产委员会办公室文件»
    letter_mark  the same of a letter, without 文件; the issuer where it is not given
    number       发文字号: «云安委办〔2023〕12号». Raises BadRequest for another form (7.2.5)
    serial       份号, urgency 紧急程度, signer 签发人 (upward papers only)
    copies       抄送机关 as printed, without the full stop
    printed_by   印发机关, the issuer where it is not given; printed_on 印发日期, the paper's day likewise
    """

    mark: str
    letter_mark: str | None = None
    number: str | None = None
    serial: str | None = None
    urgency: str | None = None
    signer: str | None = None
    copies: str | None = None
    printed_by: str | None = None
    printed_on: dt.date | None = None

    def __post_init__(self) -> None:
        if self.number and not _NUMBER.fullmatch(self.number):
            raise BadRequest(
                f"发文字号“{self.number}”写法不对，应如“云安委办〔2023〕12号”：六角括号，编号不加“第”、不补零"
            )

    def next(self, steps: int) -> "Header":
        """The header of the paper so many numbers later; the same where no number is given."""
        found = _LAST_NUMBER.search(self.number or "")
        if self.number is None or found is None:
            return self
        return replace(self, number=f"{self.number[: found.start()]}{int(found[0]) + steps}号")


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader who is tied to units (包保, 联系). post is the office held: «副县长»."""

    name: str
    post: str | None = None
    units: tuple[str, ...] = ()


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
    header      red header and imprint; None for papers without
    leaders     who are tied to units, for papers to each of them
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
    header: Header | None = None
    leaders: tuple[Leader, ...] = ()
