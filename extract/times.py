"""Component «times»: leaves the time expressions of the text in doc._.times."""

from spacy.language import Language
from spacy.tokens import Doc

from extract.words import words_of
from language.dates import find_times


@Language.factory("times")
def make_times(nlp: Language, name: str) -> "Times":
    """The component, as spaCy asks for it."""
    return Times()


class Times:
    """Sets doc._.times, read against doc._.anchor; doc._.dated says whether that is the document's own day."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its times."""
        doc._.times = find_times(words_of(doc).text, doc._.anchor, exact=doc._.dated)
        return doc
