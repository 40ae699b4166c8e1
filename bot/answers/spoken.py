"""What a text speaks of, in the language it is in: its concepts, Swedish words inside other languages too."""

from collections.abc import Mapping

from bot.answers.concepts import Concepts

LENDS = "sv"
# Shorter words are too often of another language.
_LONG = 4


def concepts_of(text: str, locale: str, known: Mapping[str, Concepts]) -> list[str]:
    """The concepts of a normalised text in a language, sorted.

    Whoever lives in Sweden says hyra and tvättstuga in any language, so Latin words that the language does
    not know are looked up in Swedish as well.
    """
    if locale not in known:
        return []
    own, lent = known[locale], known.get(LENDS)
    concepts = own.of(text)
    if lent is None or locale == LENDS:
        return concepts
    strange = [word for word in text.split() if word.isascii() and len(word) >= _LONG and not own.of(word)]
    return sorted({*concepts, *lent.of(" ".join(strange))}) if strange else concepts
