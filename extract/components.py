"""Registers every component with spaCy by importing it."""

NAMES: tuple[str, ...] = ()
