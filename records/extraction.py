"""All that one document yields."""

from dataclasses import dataclass

from records.document import Block, DocumentInfo, Section
from records.facts import Accident, Count, Deadline, Hazard


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document's text, sections and records; every start and end indexes into text."""

    document: DocumentInfo
    text: str
    sections: tuple[Section, ...] = ()
    counts: tuple[Count, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    accidents: tuple[Accident, ...] = ()
    warnings: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
