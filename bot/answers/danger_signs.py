"""By which signs danger is seen in what a text speaks of, as data: the same in every language.

They hold without anything learnt, so that the very first message to a new installation is understood too.
"""

import re

import msgspec

from bot.answers.lesson import Kind

# What makes of danger a question, a memory or a lesson.
_NOT_NOW = "asks what_if long_ago fixed insured drill"


class Sign(msgspec.Struct, frozen=True):
    """Danger of a kind: of each group in `needs` one concept, and none of `unless`.

    `item` is the fault that it may be, `topic` the answer that helps, "" if there is none.
    """

    kind: Kind
    item: str
    topic: str
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]


def _sign(kind: Kind, item: str, topic: str, needs: str, unless: str = "") -> Sign:
    groups = tuple(frozenset(group.split("|")) for group in needs.split())
    return Sign(kind, item, topic, groups, frozenset(f"{unless} {_NOT_NOW}".split()))


SIGNS: tuple[Sign, ...] = (
    _sign("violence", "", "violence.help", "violence"),
    _sign("violence", "", "violence.help", "weapon partner"),
    _sign("danger", "", "emergency.numbers", "intruder"),
    _sign("danger", "", "emergency.numbers", "weapon now|afraid|help|stairs|yard"),
    _sign("danger", "", "emergency.numbers", "burglary now|inside|afraid|help"),
    _sign("danger", "", "emergency.numbers", "hurt", "health asylum"),
    _sign("danger", "", "emergency.numbers", "ambulance now|help"),
    _sign("danger", "", "fire.what_to_do", "fire", "cigarettes"),
    _sign("danger", "", "fire.what_to_do", "smoke", "cigarettes cooking slow"),
    _sign("danger", "", "fire.what_to_do", "alarm everywhere|help|now smell|burnt|help", "battery"),
    _sign("danger", "", "", "gas smell|leak|flood|help|stop_water|hurt|afraid"),
    _sign("danger", "electricity.sparks", "power.fuse", "spark|shock"),
    _sign("danger", "electricity.sparks", "power.fuse", "water|leak fuse|socket stream|drip|leak|flood"),
    _sign("danger", "electricity.burnt_smell", "power.fuse", "burnt smell|socket|wire|wall|fuse", "cooking"),
    _sign("danger", "waterleak.ceiling", "water.leak", "ceiling water|leak stream|flood", "slow"),
    _sign("danger", "waterleak.streaming", "water.leak", "water|leak flood", "save_water"),
    _sign(
        *("danger", "waterleak.streaming", "water.leak"),
        *("water|leak|pipe|tap|toilet|drain|radiator stream", "slow running_toilet drip save_water"),
    ),
    _sign(
        *("danger", "waterleak.streaming", "water.leak"),
        *("water|tap stop_water", "slow running_toilet drip"),
    ),
    _sign("danger", "lift.stuck", "lift", "lift stuck"),
    _sign("danger", "heating.no_heat", "heating.cold", "heating|cold frost", "parking car"),
    _sign("danger", "heating.no_heat", "heating.cold", "heating|cold indoor_frost"),
    _sign("danger", "locks_keys.locked_out", "keys.lost_locked_out", "locked|key child alone", "lost"),
    _sign("danger", "locks_keys.locked_out", "keys.lost_locked_out", "locked|key on_stove"),
    _sign("danger", "yard.falling_ice", "snow_ice", "falling ice|snow|balcony|ceiling"),
)

_FROST = re.compile(r"[-−–]\s?[1-4۱-۴١-٤][0-9۰-۹٠-٩](?![0-9۰-۹٠-٩])")
# Degrees in a flat that no child is to sleep in: 4 to 14.
_INDOOR_FROST = re.compile(r"(?<![\d.])(?:[4-9]|1[0-4])(?![\d.])")


def spoken_of(concepts: list[str], text: str, spelt: str) -> set[str]:
    """The concepts of a text, and what its numbers say: `text` is as it was written, `spelt` normalised."""
    found = set(concepts)
    if _FROST.search(text):
        found.add("frost")
    if "heat_words" in found and "frost" not in found and _INDOOR_FROST.search(spelt):
        found.add("indoor_frost")
    return found


def sign_in(concepts: set[str]) -> Sign | None:
    """The first sign that is there."""
    return next(
        (
            sign
            for sign in SIGNS
            if all(group & concepts for group in sign.needs) and not sign.unless & concepts
        ),
        None,
    )
