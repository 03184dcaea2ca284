"""Component «times»: leaves the time expressions of the text in doc._.times."""

from spacy.language import Language
from spacy.tokens import Doc

from language.dates import find_times


@Language.factory("times")
def make_times(nlp: Language, name: str) -> "Times":
    """The component, as spaCy asks for it."""
    return Times()


class Times:
    """Sets doc._.times, read against doc._.anchor, the document's day."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its times."""
        words = doc._.words
        text = "".join(words.texts) if words is not None else doc.text  # spaCy builds doc.text anew, token by token
        doc._.times = find_times(text, doc._.anchor)
        return doc
