"""What a caretaker types on the move: `214 klar bytte packning`. A press needs a live connection, a typed
message is queued by the phone, so everything can be typed, in Swedish and English, with or without
diacritics and in any digits.
"""

import re
import unicodedata

import msgspec

from bot.speech import western_digits

# What can be written after the number, without diacritics, and the act it means.
ACTS: dict[str, str] = {
    "": "show",
    "visa": "show",
    "show": "show",
    "ta": "take",
    "tar": "take",
    "take": "take",
    "start": "start",
    "starta": "start",
    "borja": "start",
    "vanta": "parts",
    "vantar": "parts",
    "wait": "parts",
    "parts": "parts",
    "delar": "parts",
    "klar": "done",
    "klart": "done",
    "fardig": "done",
    "done": "done",
    "ater": "return",
    "tillbaka": "return",
    "return": "return",
    "back": "return",
}
LISTS: dict[str, str] = {"mina": "mine", "mine": "mine", "idag": "today", "today": "today", "i dag": "today"}
_ORDER = re.compile(
    r"#?(?P<number>[1-9]\d{0,11})(?:\s*[.:,-]?\s+(?P<act>\S+)(?:\s+(?P<rest>.*))?)?", re.DOTALL
)


class Typed(msgspec.Struct, frozen=True):
    """`act` is show, take, start, parts, done, return, mine or today; `number` is 0 for the last two.
    `rest` is what was written after it, as it was written.
    """

    act: str
    number: int = 0
    rest: str = ""


def read(text: str) -> Typed | None:
    """What a typed message means, or None if it is nothing of the kind."""
    said = western_digits(text).strip()
    listed = LISTS.get(plain(said))
    if listed is not None:
        return Typed(listed)
    match = _ORDER.fullmatch(said)
    if match is None:
        return None
    act = ACTS.get(plain(match["act"] or "").rstrip(".!,:"))
    if act is None:
        return None
    return Typed(act, int(match["number"]), (match["rest"] or "").strip())


def plain(text: str) -> str:
    """Lower case without diacritics: how a keyboard without å, ä and ö writes it."""
    apart = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
