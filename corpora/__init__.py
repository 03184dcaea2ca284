"""Documents that we wrote, and the records that they hold."""

from corpora.load import (
    Answers,
    Gold,
    Month,
    MonthFile,
    QuoteNotFound,
    load_dev,
    load_gold,
    load_heldout,
    load_month,
    load_seeds,
    load_test,
    load_train,
    resolve,
)

__all__ = [
    "Answers", "Gold", "Month", "MonthFile", "QuoteNotFound", "load_dev", "load_gold", "load_heldout", "load_month",
    "load_seeds", "load_test", "load_train", "resolve",
]  # fmt: skip
