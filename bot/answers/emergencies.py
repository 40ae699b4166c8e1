"""Emergencies in what people write, in any of the languages and mixed.

Two ways are asked: signs, which are a table of what danger is spoken of with, and what was learnt from
examples of emergencies and of what only looks like one. Both miss what the other sees. When in doubt the
card is shown: it costs a glance, and what it is missed for costs more.
"""

from collections.abc import Mapping

import msgspec

from bot.answers.concepts import Concepts
from bot.answers.danger_signs import sign_in, spoken_of
from bot.answers.finder import Finder
from bot.answers.lesson import Kind
from bot.answers.normal import is_arabic_script, normal
from bot.answers.spoken import concepts_of

# How likely it must be, judged by examples that were left out in learning; set by the questions of the tests.
ALARMING = 0.45
_SCRIPTS = {True: ("ar", "fa_AF"), False: ("sv", "en")}


class Emergency(msgspec.Struct, frozen=True):
    """What a text seems to be.

    `danger` has its card and a draft report with `item`; `violence` has a card of its own, and no draft, no
    report and no thread come of it. `item` is a fault's id and `topic` an answer's, "" if there is none.
    """

    kind: Kind
    item: str = ""
    topic: str = ""


def emergency_in(text: str, locale: str, finder: Finder) -> Emergency | None:
    """The emergency in a text of somebody whose language is `locale`; None if there is none."""
    if not normal(text):
        return None
    danger = finder.danger(text, locale)
    seen = danger.sign or danger.kind
    if danger.likely < ALARMING or seen is None or seen.kind is None:
        return None
    return Emergency(seen.kind, seen.item, seen.topic)


def emergency_by_signs(text: str, locale: str, known: Mapping[str, Concepts]) -> Emergency | None:
    """The same where nothing is learnt yet, by the dictionaries alone."""
    spelt = normal(text)
    arabic = is_arabic_script(spelt)
    for language in sorted(_SCRIPTS[arabic], key=lambda each: each != locale):
        sign = sign_in(spoken_of(concepts_of(spelt, language, known), text, spelt))
        if sign is not None:
            return Emergency(sign.kind, sign.item, sign.topic)
    return None
