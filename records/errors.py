"""Every failure that a user may see: one line that names what is wrong and what to do."""


class Failure(Exception):
    """Base of all. str() is the line for the user, in Chinese; exit and http are the statuses that it ends with."""

    exit = 1
    http = 500


class BadRecord(Failure):
    """A record that contradicts itself: the program's fault, never the user's."""


class BadRequest(Failure):
    """Something asked for that there is not: a kind, a month, an option. The message lists what there is."""

    exit = 2
    http = 400


class NotFound(BadRequest):
    """A document, record or job of an id that there is not."""

    http = 404


class UnreadableFile(Failure):
    """A file that cannot be read: broken, encrypted, empty, too large, or not of a kind that is read."""

    exit = 3
    http = 422


class MarkedSecret(UnreadableFile):
    """A file with a 密级 mark: refused, and nothing of it may be kept. mark is the mark as printed."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"该文件带有密级标志（{mark}）。本系统为非涉密系统，不能接收、处理和保存国家秘密。"
            "文件未被保存。请按保密规定处理，并向本单位保密办公室报告。"
        )
        self.mark = mark


class MissingFact(Failure):
    """A required fact that no record states, so nothing was drafted."""

    exit = 4
    http = 409

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__(f"缺少必需的数据：{'、'.join(facts)}。补齐后重试，或加 --allow-gaps 以【待填】代替")
        self.facts = facts
