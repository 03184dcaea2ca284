"""Importing this registers every component with spaCy."""

from extract import accidents, counts, deadlines, hazards, times

__all__ = ["accidents", "counts", "deadlines", "hazards", "times"]
