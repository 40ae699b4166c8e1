"""What a caretaker types on the move: `214 klar bytte packning`. A press needs a live connection, a typed
message is queued by the phone, so everything can be typed, in the four languages, with or without
diacritics and in any digits.
"""

import re
import unicodedata

import msgspec

from bot.speech import western_digits

# One letter that Arabic, Dari and their keyboards write in several ways.
_ONE_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\N{ZERO WIDTH NON-JOINER}": " ", "\u0640": None})
_MARKS = ".!,:;?؟،-"


def plain(text: str) -> str:
    """Lower case without diacritics: how a keyboard without å, ä and ö writes it. Arabic letters that look
    alike become one.
    """
    apart = unicodedata.normalize("NFD", text.strip().casefold().translate(_ONE_LETTER))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _by_words(meanings: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        plain(words): meaning
        for meaning, languages in meanings.items()
        for language in languages
        for words in language.split(", ")
    }


# What can be written after the number, and the act it means: Swedish, English, Arabic, Dari.
ACTS: dict[str, str] = _by_words(
    {
        "show": ("visa", "show", "إظهار", "نشان, نشان دادن"),
        "take": (
            "ta, tar, tog, ta arbetsordern",
            "take, taken",
            "استلام, استلمت, آخذ",
            "گرفتن کار, گرفتن, گرفتم, می‌گیرم",
        ),
        "start": (
            "start, starta, startar, startad, börja, börjar, börjat, påbörja, påbörjar, påbörjad",
            "start, begin, begun, started",
            "بدء العمل, بدء, بدأت, ابدأ",
            "شروع کار, شروع",
        ),
        "parts": (
            "vänta, väntar, väntar på delar, delar",
            "wait, waiting, waiting for parts, parts",
            "بانتظار قطع غيار, بانتظار, انتظار, أنتظر",
            "منتظر پرزه, منتظر",
        ),
        "done": (
            "klar, klart, färdig, färdigt, utförd, utfört",
            "done, finished, fixed",
            "تم العمل, تم, جاهز, انتهى, خلص",
            "انجام شد, تمام شد, درست شد, تمام, خلاص",
        ),
        "read": ("läst", "read", "قرأت", "خواندم"),
        "return": (
            "åter, återsänd, tillbaka, lämna tillbaka",
            "back, return, give back",
            "إعادة إلى المكتب, إعادة, رجوع",
            "پس دادن به دفتر, پس دادن, پس, برگشت",
        ),
    }
)
LISTS: dict[str, str] = _by_words(
    {
        "mine": ("mina", "mine", "طلباتي", "کارهای من, کارهایم"),
        "today": ("idag, i dag", "today", "اليوم", "امروز"),
    }
)
# What the changed answer about the master key was, for who has read it.
ANSWERS: dict[str, str] = _by_words({"yes": ("ja", "yes", "نعم", "بلی"), "no": ("nej", "no", "لا", "نخیر")})
# Why an order goes back, as people write it; the ids are those of the buttons.
REASONS: dict[str, str] = _by_words(
    {
        "wrong_address": (
            "fel adress, fel hus, fel lägenhet",
            "wrong address, wrong house, wrong flat",
            "عنوان خطأ, عنوان خاطئ, العنوان خطأ",
            "آدرس نادرست, آدرس غلط",
        ),
        "not_mine": (
            "inte mitt, inte min, inte mina, fel område, annat område",
            "not mine, not my, wrong area",
            "ليس في منطقتي, ليس من اختصاصي, ليس عملي",
            "ساحه یا مسلک من نیست, ساحهٔ من نیست, کار من نیست",
        ),
        "needs_firm": (
            "entreprenör, firma, hantverkare, elektriker, rörmokare",
            "outside firm, contractor, electrician, plumber",
            "شركة خارجية, شركة",
            "شرکت بیرونی, شرکت",
        ),
        "no_access": (
            "kom inte in, kommer inte in, inte in, ingen hemma, ingen öppnar, ingen öppnade, låst",
            "could not get in, couldn't get in, can't get in, no access, locked, nobody home, no one home, "
            "nobody at home, nobody was home, not at home",
            "تعذر الدخول, لا أحد في البيت, لم أستطع الدخول",
            "داخل شده نتوانستم, کسی خانه نبود, کسی در خانه نبود",
        ),
    }
)
_LONGEST = max(len(words.split()) for words in ACTS)
_ORDER = re.compile(r"#?(?P<number>[1-9]\d{0,11})(?:\s*[.:,-]?\s+(?P<said>.*)|[.?!]?)", re.DOTALL)
_BETWEEN = re.compile(r"[\s.!,:;?؟،-]+")
_ARABIC_LETTERS = re.compile("[\u0620-\u06ff]")


class Typed(msgspec.Struct, frozen=True):
    """`act` is show, take, start, parts, done, read, return, mine or today; `number` is 0 for the last two.
    `rest` is what was written after it, as it was written.
    """

    act: str
    number: int = 0
    rest: str = ""


def read(text: str) -> Typed | None:
    """What a typed message means, or None if it is nothing of the kind."""
    listed = LISTS.get(plain(text).rstrip(_MARKS))
    if listed is not None:
        return Typed(listed)
    match = _ORDER.fullmatch(western_digits(text.strip()))
    if match is None:
        return None
    # Digits become others one for one, so the words stand at the same place in what was written.
    number, words = int(match["number"]), text.strip()[slice(*match.span("said"))].strip()
    if match["said"] is None or not words:
        return Typed("show", number)
    for length in range(_LONGEST, 0, -1):
        parts = words.split(maxsplit=length)
        act = ACTS.get(plain(" ".join(parts[:length])).rstrip(_MARKS)) if len(parts) >= length else None
        if act is not None:
            return Typed(act, number, parts[length].strip() if len(parts) > length else "")
    return None


def number_in(text: str) -> int:
    """The number that a text begins with where what follows is no act, 0 if it begins with none."""
    match = _ORDER.fullmatch(western_digits(text).strip())
    return int(match["number"]) if match else 0


def answer_in(words: str) -> str | None:
    """yes or no, if that is all that the words say."""
    return ANSWERS.get(plain(words).rstrip(_MARKS))


def reason_in(words: str) -> str | None:
    """The reason for which an order goes back, if the words name one and no other."""
    said = f" {' '.join(_BETWEEN.split(plain(words)))} "
    found = {reason for phrase, reason in REASONS.items() if f" {phrase} " in said}
    return found.pop() if len(found) == 1 else None


def is_only_reason(words: str) -> bool:
    """Whether the words say nothing but the reason."""
    return plain(words).rstrip(_MARKS) in REASONS


def language_of(words: str, locale: str | None) -> str:
    """The language in which one who reads `locale` has written, "" for Swedish, the language of the record.
    What a reader of Arabic or Dari writes in Latin letters is taken for Swedish.
    """
    if locale in (None, "sv") or (locale != "en" and not _ARABIC_LETTERS.search(words)):
        return ""
    return str(locale)
