"""The nouns that every room shares. Standard library only."""

from records.document import KINDS, Block, Cell, Document, DocumentInfo, Section
from records.errors import BadRecord, BadRequest, Failure, MarkedSecret, MissingFact, NotFound, UnreadableFile
from records.extraction import Extraction
from records.facts import INDUSTRIES, Accident, Change, Count, Deadline, Hazard, Period, Statement
from records.findings import CheckedDocument, CheckReport, Finding, Place
from records.office import Figure, Filed, Indicator, MonthSummary, Omission, ReportingUnit

__all__ = [
    "INDUSTRIES", "KINDS", "Accident", "BadRecord", "BadRequest", "Block", "Cell", "Change", "CheckReport",
    "CheckedDocument", "Count", "Deadline", "Document", "DocumentInfo", "Extraction", "Failure", "Figure", "Filed",
    "Finding", "Hazard", "Indicator", "MarkedSecret", "MissingFact", "MonthSummary", "NotFound", "Omission", "Period",
    "Place", "ReportingUnit", "Section", "Statement", "UnreadableFile",
]  # fmt: skip
