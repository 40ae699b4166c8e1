"""A day as people write it: `Monday`, `till måndag`, `30/11`, `2026-11-30`, in the four languages."""

import datetime
import re

from bot.speech import LOCALES, months, weekdays, western_digits
from bot.typed import plain

# Words that may stand before a day and change nothing.
_BEFORE = set(map(plain, ("until", "till", "til", "to", "the", "on", "tills", "fram", "den", "på", "i")))
_BEFORE |= set(map(plain, ("حتى", "إلى", "تا")))
_TOMORROW = set(map(plain, ("tomorrow", "imorgon", "morgon", "غدا", "فردا")))
# "Next Monday" is the one of the calendar week after this one.
_NEXT = set(map(plain, ("next", "nästa")))
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?(?:[/.-]? ?(\d{4}))?")
_NAMED = re.compile(
    r"(?:(\d{1,2})[.:]?(?:e|st|nd|rd|th)? ?([^\W\d_]+)|([^\W\d_]+) (\d{1,2}))\.?(?: (\d{4}))?"
)


def _by_name(names: dict[str, list[str]], short: int) -> dict[str, int]:
    """The place of each name, and of what it is cut to in Swedish and English."""
    found = {plain(name).replace(" ", ""): i for listed in names.values() for i, name in enumerate(listed)}
    for locale in ("sv", "en"):
        found |= {plain(name)[:short]: i for i, name in enumerate(names[locale])}
    return found


_WEEKDAYS = _by_name({locale: weekdays(locale) for locale in LOCALES}, 3)
_MONTHS = _by_name({locale: months(locale) for locale in LOCALES}, 3)


def day_meant(text: str, today: datetime.date) -> datetime.date | None:
    """The day that a text means, seen from today; None if it means none. One without a year is the next such
    day; one with a year may have passed.
    """
    words = plain(western_digits(text)).replace(",", " ").split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    following = bool(words) and words[0] in _NEXT
    said = " ".join(words[1:] if following else words)
    weekday = _WEEKDAYS.get(said.replace(" ", ""))
    if weekday is not None:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        if following:
            ahead = 7 - today.weekday() + weekday
        return today + datetime.timedelta(days=ahead)
    if said in _TOMORROW:
        return today + datetime.timedelta(days=1)
    try:
        return _dated(said, today)
    except ValueError:  # the 31st of a month that has 30
        return None


def _dated(said: str, today: datetime.date) -> datetime.date | None:
    if match := _ISO.fullmatch(said):
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(said):
        return _next(int(match[1]), int(match[2]), match[3], today)
    if match := _NAMED.fullmatch(said):
        month = _MONTHS.get(match[2] or match[3])
        if month is not None:
            return _next(int(match[1] or match[4]), month + 1, match[5], today)
    return None


def _next(day: int, month: int, year: str | None, today: datetime.date) -> datetime.date:
    if year is not None:
        return datetime.date(int(year), month, day)
    this_year = datetime.date(today.year, month, day)
    return this_year if this_year > today else datetime.date(today.year + 1, month, day)
