"""Documents that we wrote, and the records that they hold."""

from corpora.load import Answers, Gold, Month, MonthFile, QuoteNotFound, load_gold, load_month, resolve

__all__ = ["Answers", "Gold", "Month", "MonthFile", "QuoteNotFound", "load_gold", "load_month", "resolve"]
