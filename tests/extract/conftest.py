"""What tests of extraction need: that rules are tried by themselves where a test is of what they read."""

from collections.abc import Iterator

import pytest

from extract.choosing import FIELDS
from extract.learned import using


@pytest.fixture
def rules_choose() -> Iterator[None]:
    """The rules' own noun, verb, owner and whole of every figure.

    The models that choose over them go by what papers are like; single sentences are for rules, papers for models
    (`python -m models.rankers` and `models.evaluate` mark those).
    """
    with using(**dict.fromkeys(FIELDS)):
        yield
