"""Registers every component with spaCy by importing it."""

from importlib import import_module
from pathlib import Path

NAMES = tuple(
    n for n in ("times", "counts", "deadlines", "hazards", "accidents") if (Path(__file__).parent / f"{n}.py").exists()
)
for n in NAMES:
    import_module(f"extract.{n}")
