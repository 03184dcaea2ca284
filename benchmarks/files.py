"""Files for the benchmarks, made by the builders that the readers' tests use."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]


@cache
def builders() -> ModuleType:
    """tests/extract/readers/conftest.py: build_docx, build_pdf, build_ofd, build_zip, build_table, build_lines …"""
    spec = importlib.util.spec_from_file_location("building", ROOT / "tests/extract/readers/conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["building"] = module
    spec.loader.exec_module(module)
    return module
