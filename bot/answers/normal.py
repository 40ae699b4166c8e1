"""One spelling for what people type: the same words whichever keyboard, script or hurry they come from.

What is told apart only by a careful writer is made alike: case, accents (å ä ö, harakat, hamza), the shapes
of alef, ya, kaf and ta marbuta, half-spaces, digits of three scripts, letters held down, and everything
that is neither a letter nor a digit, such as emoji, marks of direction and tatweel.
"""

import re
import unicodedata

# Letters that stay after decomposition, and the one each is read as.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("ىیېےۍ", "ي"),
        **dict.fromkeys("کڪګ", "ك"),
        **dict.fromkeys("ةهەھہۃ", "ه"),
        **dict.fromkeys("ٱإأآ", "ا"),
        **{"ۇ": "و", "ۋ": "و", "ٹ": "ت", "ډ": "د", "ړ": "ر", "ڼ": "ن", "ښ": "ش", "ځ": "ز", "څ": "س"},
        **{"ø": "o", "æ": "a", "œ": "o", "ß": "s", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "t"},
    }
)
_HALF_SPACES = dict.fromkeys(map(ord, "\u200c\u00ad\u200b\u2060"), "")
_NOT_WORDS = re.compile(r"[\W_]+")
# Held down: three and more of a letter anywhere. Doubled: Latin letters, which learners double at random.
_HELD = re.compile(r"([^\W\d])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
# Dari writes these apart, together or with a half-space between: a beginning goes to the next word, an
# ending to the one before.
_BEGINNING = re.compile(r"\b(ن?مي) (?=\w)")
_ENDING = re.compile(r"(?<=\w) (ها|هاي|هايم|هايت|هايش|هاست|ام|اش|تان|شان)\b")


def normal(text: str) -> str:
    """The words of a text in one spelling, a space between; "" if there are none."""
    text = unicodedata.normalize("NFKC", text).translate(_HALF_SPACES).casefold()
    text = unicodedata.normalize("NFD", text).translate(_ALIKE)
    text = text.translate(_LETTERS) if not text.isascii() else text
    text = _HELD.sub(r"\1", _NOT_WORDS.sub(" ", text).strip())
    text = _DOUBLED.sub(r"\1", text)
    return _ENDING.sub(r"\1", _BEGINNING.sub(r"\1", text))


def _letter(character: str) -> str:
    """The character; its Western form if it is a digit; "" for marks over and under letters and tatweel."""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or character == "ـ":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character


class _Letters(dict[int, str]):
    """`_letter` of each character, by its number, as `str.translate` asks for them; kept from then on."""

    def __missing__(self, number: int) -> str:
        self[number] = _letter(chr(number))
        return self[number]


_LETTERS = _Letters()


def is_arabic_script(text: str) -> bool:
    """Whether most letters of a text are of the Arabic script, which Arabic and Dari share."""
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    latin = sum("a" <= letter <= "z" for letter in text)
    return arabic > latin
