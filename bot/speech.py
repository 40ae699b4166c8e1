"""A reader's locale: her words, plurals, dates and direction, and a message as Telegram's fields.

A renderer is handed a `Words` and calls it `_`: `_("Your report {number}", number=Copied(214))`,
`_.plural("{n} home", "{n} homes", n)`, `_.context("button", "Show")`. Those names are what
`make locale` looks for in the source.
"""

import datetime
import gettext
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from persiantools.jdatetime import JalaliDate

from bot import catalogues

LOCALES = ("sv", "ar", "fa_AF", "en")
RECORD = "sv"
RTL = frozenset({"ar", "fa_AF"})
NAMES = {"sv": "Svenska", "ar": "العربية", "fa_AF": "دری", "en": "English"}
STOCKHOLM = ZoneInfo("Europe/Stockholm")

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
COPY_LIMIT = 256
BUTTONS_LIMIT = 100
ROW_LIMIT = 8

LRI, RLI, FSI, PDI, RLM = "\u2066", "\u2067", "\u2068", "\u2069", "\u200f"

_SPOKEN_AS = {"sv": "sv", "ar": "ar", "fa": "fa_AF", "prs": "fa_AF", "en": "en"}
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_PLACEHOLDER = catalogues.PLACEHOLDER
_OVERRIDES = re.compile("[\u2028-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATED_RUN = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_STRONG = re.compile(r"(?P<rtl>[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])|(?P<ltr>[A-Za-zÀ-ɏ])")

# Monday first, as date.weekday() counts. Swedish, English and Arabic from Unicode CLDR; the Gregorian
# months of Dari too. The weekdays of Dari are written as Afghan school books do, with a half-space.
_WEEKDAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "fa_AF": "دوشنبه سه‌شنبه چهارشنبه پنج‌شنبه جمعه شنبه یک‌شنبه",
}
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "fa_AF": "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
    "solar": "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
}
_SHORT_MONTHS = _MONTHS | {
    "sv": "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
}
_AT = {"sv": "{} kl. {}", "en": "{} at {}", "ar": "{}، الساعة {}", "fa_AF": "{}، ساعت {}"}
_AND = {"sv": (", ", " och "), "en": (", ", " and "), "ar": ("، ", " و"), "fa_AF": ("، ", " و ")}


class Copied(str):
    """A value that people copy or tap: a code, a link, a phone number. It is not isolated."""

    __slots__ = ()


def N_(message: str) -> str:  # noqa: N802
    """Marks a sentence in a table of data, to be said later by a `Words`."""
    return message


def locale_of(language_code: str | None) -> str | None:
    """The locale for a language code of Telegram or a browser ("fa-IR", "prs", "ar_SY"); None if not ours."""
    language = (language_code or "").replace("_", "-").split("-")[0].lower()
    return _SPOKEN_AS.get(language)


def weekdays(locale: str) -> list[str]:
    """The names of the days, Monday first."""
    return _WEEKDAYS[locale].split()


def months(locale: str) -> list[str]:
    """The names of the months of the Gregorian year, January first."""
    return _MONTHS[locale].split()


def western_digits(text: str) -> str:
    """The text with ۰-۹ and ٠-٩ written as 0-9."""
    return text.translate(_DIGITS)


def left_to_right(value: str) -> Copied:
    """A value of one line that is read from left to right in every sentence: a phone number, Swedish words.

    Telegram still finds a number in it, and copies it without the marks.
    """
    return Copied(f"{LRI}{value}{PDI}")


def isolated(value: object) -> str:
    """A value that does not disturb the direction of the sentence around it, nor is disturbed by it."""
    if isinstance(value, Copied):
        return str(value)
    # An isolate ends with its line, so each line has its own.
    return "\n".join(_isolated_line(line) for line in _OVERRIDES.sub("", str(value)).split("\n"))


class Words:
    """One reader's language. Made once for each locale, by `words`."""

    def __init__(self, locale: str, translations: gettext.NullTranslations) -> None:
        self.locale = locale
        self.rtl = locale in RTL
        self._translations = translations

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The sentence in her language. Raises KeyError for a placeholder without a value."""
        return filled(self._translations.gettext(msgid), values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The sentence in the form that her language has for `n`, which is there as {n}."""
        return filled(self._translations.ngettext(one, many, n), {"n": n, **values})

    def context(self, context: str, msgid: str, /, **values: object) -> str:
        """The sentence for a word that means several things, told apart by its context."""
        return filled(self._translations.pgettext(context, msgid), values)

    def date(self, day: datetime.date) -> str:
        """A day with its weekday; Dari gives the Solar Hijri date, then the Gregorian in brackets."""
        day = _local_day(day)
        weekday = _WEEKDAYS[self.locale].split()[day.weekday()]
        gregorian = f"{day.day} {_MONTHS[self.locale].split()[day.month - 1]} {day.year}"
        if self.locale == "fa_AF":
            return f"{weekday} {_solar_day(day)} {_solar(day).year} ({gregorian})"
        return f"{weekday}، {gregorian}" if self.locale == "ar" else f"{weekday} {gregorian}"

    def short_date(self, day: datetime.date) -> str:
        """A day without its weekday, for tables and buttons."""
        day = _local_day(day)
        gregorian = f"{day.day} {_SHORT_MONTHS[self.locale].split()[day.month - 1]} {day.year}"
        if self.locale == "fa_AF":
            return f"{_solar_day(day)} ({gregorian})"
        return gregorian

    def time(self, moment: datetime.datetime) -> str:
        """The time of day in Sweden, 24-hour. Raises ValueError for a moment without a time zone."""
        return f"{_local(moment):%H:%M}"

    def moment(self, moment: datetime.datetime) -> str:
        """Day and time in Sweden. Raises ValueError for a moment without a time zone."""
        return _AT[self.locale].format(self.date(moment), self.time(moment))

    def list(self, items: Sequence[str]) -> str:
        """The items as one phrase, "a, b and c", each isolated."""
        parts = [isolated(item) for item in items]
        comma, last = _AND[self.locale]
        return last.join([comma.join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


@cache
def words(locale: str) -> Words:
    """The words of a locale; English for one that is not ours."""
    known = locale if locale in LOCALES else "en"
    return Words(known, catalogues.load(known))


class Button(msgspec.Struct, frozen=True):
    """A button under a message. It has exactly one of data (at most 64 bytes), url and copy."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


class KeyboardWord(msgspec.Struct, frozen=True):
    """A word of the keyboard under the writing field; `contact` asks for the person's phone number."""

    text: str
    contact: bool = False


class Rendered(msgspec.Struct, frozen=True):
    """A message in one reader's language, before it becomes Telegram's fields.

    `buttons` stand under the message; `keyboard` replaces the four words (an empty list removes them).
    A message has one or the other. `file` is the id of a kept photo, voice note or video, and `document`
    says that one is made for it: the text is then its caption.
    """

    title: str = ""
    text: str = ""
    buttons: list[list[Button]] = []
    keyboard: list[list[KeyboardWord]] | None = None
    file: int | None = None
    document: bool = False


def wire(rendered: Rendered, locale: str) -> dict[str, Any]:
    """The fields that Telegram is sent, but chat and file: text or caption, its entities, reply_markup.

    The title is bold above the text. There is no parse_mode, so nothing that a person wrote can become
    markup. Raises ValueError, naming the field, for what Telegram would refuse.
    """
    rtl = locale in RTL
    title, whole = _title_and_whole(rendered, locale)
    captioned = _is_captioned(rendered)
    name, limit = ("caption", CAPTION_LIMIT) if captioned else ("text", TEXT_LIMIT)
    if not captioned and not _ISOLATES.sub("", whole).strip():
        raise ValueError("text: empty")
    if utf16_length(whole) > limit:
        raise ValueError(f"{name}: {utf16_length(whole)} units, Telegram takes {limit}")
    fields: dict[str, Any] = {name: whole} if whole else {}
    if title:
        entities = "caption_entities" if captioned else "entities"
        fields[entities] = [{"type": "bold", "offset": 0, "length": utf16_length(title)}]
    if not captioned:
        fields["link_preview_options"] = {"is_disabled": True}
    markup = _markup(rendered, rtl)
    if markup is not None:
        fields["reply_markup"] = markup
    return fields


def measured(rendered: Rendered, locale: str) -> tuple[int, int]:
    """How long it is as Telegram is sent it, and what Telegram takes, in UTF-16 units."""
    most = CAPTION_LIMIT if _is_captioned(rendered) else TEXT_LIMIT
    return utf16_length(_title_and_whole(rendered, locale)[1]), most


def _title_and_whole(rendered: Rendered, locale: str) -> tuple[str, str]:
    """The title, and all of it with the title above."""
    title, text = (_directed(part.strip(), locale in RTL) for part in (rendered.title, rendered.text))
    return title, "\n\n".join(part for part in (title, text) if part)


def _is_captioned(rendered: Rendered) -> bool:
    return rendered.file is not None or rendered.document


def utf16_length(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _markup(rendered: Rendered, rtl: bool) -> dict[str, Any] | None:
    rows = [[_button(button) for button in row] for row in rendered.buttons if row]
    if rows and rendered.keyboard is not None:
        raise ValueError("reply_markup: a message has buttons or a keyboard, not both")
    if rows:
        return {"inline_keyboard": _rows(rows, rtl, "buttons")}
    if rendered.keyboard is None:
        return None
    if not rendered.keyboard:
        return {"remove_keyboard": True}
    words_shown = [[_keyboard_word(word) for word in row] for row in rendered.keyboard]
    return {
        "keyboard": _rows(words_shown, rtl, "keyboard"),
        "is_persistent": True,
        "resize_keyboard": True,
    }


def _rows(rows: list[list[dict[str, Any]]], rtl: bool, name: str) -> list[list[dict[str, Any]]]:
    if sum(len(row) for row in rows) > BUTTONS_LIMIT:
        raise ValueError(f"{name}: more than {BUTTONS_LIMIT}")
    if any(len(row) > ROW_LIMIT for row in rows):
        raise ValueError(f"{name}: more than {ROW_LIMIT} in a row")
    # Telegram lays every row out from the left, also for those who read from the right.
    return [row[::-1] for row in rows] if rtl else rows


def _button(button: Button) -> dict[str, Any]:
    if not button.text.strip():
        raise ValueError("button.text: empty")
    actions = [each for each in (button.data, button.url, button.copy) if each is not None]
    if len(actions) != 1 or not actions[0]:
        raise ValueError(f"button {button.text!r}: exactly one of data, url and copy")
    if button.data is not None:
        if len(button.data.encode()) > DATA_LIMIT:
            raise ValueError(f"button.data: more than {DATA_LIMIT} bytes: {button.data}")
        return {"text": button.text, "callback_data": button.data}
    if button.url is not None:
        return {"text": button.text, "url": button.url}
    if utf16_length(actions[0]) > COPY_LIMIT:
        raise ValueError(f"button.copy: more than {COPY_LIMIT} characters")
    return {"text": button.text, "copy_text": {"text": button.copy}}


def _keyboard_word(word: KeyboardWord) -> dict[str, Any]:
    if not word.text.strip():
        raise ValueError("keyboard.text: empty")
    return {"text": word.text, "request_contact": True} if word.contact else {"text": word.text}


def _directed(text: str, rtl: bool) -> str:
    """Lines of right-to-left text that begin with a Latin word, or hold nothing but inserted values or a
    number, are marked, so that they stay right-to-left.
    """
    return "\n".join(RLM + line if rtl and _misread(line) else line for line in text.split("\n"))


def _misread(line: str) -> bool:
    around = _ISOLATED_RUN.sub("", line)
    kinds = [match.lastgroup for match in _STRONG.finditer(around)]
    if kinds:
        return "rtl" in kinds and kinds[0] == "ltr"
    only_a_number = bool(line) and not around and not _STRONG.search(line)
    return FSI in line or RLI in line or only_a_number


def placeholders(sentence: str) -> list[str]:
    """The names of a sentence's {placeholders}, in order, each as often as it stands there."""
    return _PLACEHOLDER.findall(sentence)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with its {placeholders} filled, each value isolated. Raises KeyError for one without."""
    return _PLACEHOLDER.sub(lambda match: isolated(values[match[1]]), sentence)


def _isolated_line(line: str) -> str:
    # What a person wrote could close the isolate it is put into.
    whole = line if _balanced(line) else _ISOLATES.sub("", line)
    return f"{_isolate(whole)}{whole}{PDI}" if whole.strip() else whole


def _isolate(line: str) -> str:
    """What opens the isolate of a value. One of nothing but inserted values is read as the first of them is:
    FSI finds no direction inside isolates and takes left to right (UAX 9, P2 and X5c).
    """
    return RLI if _direction(line) in ("R", "AL") and not _direction(_outside(line)) else FSI


def _outside(line: str) -> str:
    """What stands outside all isolates, one inside another too."""
    shorter = _ISOLATED_RUN.sub("", line)
    return shorter if shorter == line else _outside(shorter)


def _direction(line: str) -> str:
    """The bidirectional class of its first strong sign: L, R or AL, "" without one."""
    classes = map(unicodedata.bidirectional, line)
    return next((each for each in classes if each in ("L", "R", "AL")), "")


def _balanced(text: str) -> bool:
    depth = 0
    for mark in _ISOLATES.findall(text):
        depth += -1 if mark == PDI else 1
        if depth < 0:
            return False
    return depth == 0


def _solar(day: datetime.date) -> JalaliDate:
    return JalaliDate(day)  # type: ignore[no-untyped-call]


def _solar_day(day: datetime.date) -> str:
    solar = _solar(day)
    return f"{solar.day} {_MONTHS['solar'].split()[solar.month - 1]}"


def _local(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(STOCKHOLM)


def _local_day(day: datetime.date) -> datetime.date:
    return _local(day).date() if isinstance(day, datetime.datetime) else day
