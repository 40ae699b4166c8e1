"""A day as a caretaker writes it, in the four languages."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.days import day_meant

TUESDAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until Monday", "2026-11-30"),
        ("till måndag", "2026-11-30"),
        ("tills  MÅNDAG", "2026-11-30"),
        ("mandag", "2026-11-30"),
        ("mån", "2026-11-30"),
        ("wed", "2026-11-25"),
        ("tuesday", "2026-12-01"),
        ("fredag", "2026-11-27"),
        ("nästa fredag", "2026-12-04"),
        ("next Monday", "2026-11-30"),
        ("حتى الاثنين", "2026-11-30"),
        ("حتى الإثنين", "2026-11-30"),
        ("تا دوشنبه", "2026-11-30"),
        ("سه شنبه", "2026-12-01"),
        ("سه\u200cشنبه", "2026-12-01"),
        ("30/11", "2026-11-30"),
        ("30.11.", "2026-11-30"),
        ("۳۰/۱۱", "2026-11-30"),
        ("30/11 2026", "2026-11-30"),
        ("30/11/2026", "2026-11-30"),
        ("1/2", "2027-02-01"),
        ("24/11", "2027-11-24"),
        ("2026-11-30", "2026-11-30"),
        ("20261130", "2026-11-30"),
        ("2020-01-01", "2020-01-01"),
        ("until 30 November", "2026-11-30"),
        ("den 30:e nov.", "2026-11-30"),
        ("Nov 30", "2026-11-30"),
        ("30 نوفمبر", "2026-11-30"),
        ("5 januari", "2027-01-05"),
        ("tomorrow", "2026-11-25"),
        ("i morgon", "2026-11-25"),
        ("imorgon", "2026-11-25"),
        ("", None),
        ("until", None),
        ("off", None),
        ("31/11", None),
        ("29/2", None),
        ("0000-00-00", None),
        ("next", None),
        ("t.o.m. fredag", None),
    ],
)
def test_a_day_is_understood(text: str, day: str | None) -> None:
    found = day_meant(text, TUESDAY)
    assert (found.isoformat() if found else None) == day


@given(st.text(), st.dates(min_value=datetime.date(2020, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_no_text_is_too_strange_to_read(text: str, today: datetime.date) -> None:
    found = day_meant(text, today)
    assert found is None or isinstance(found, datetime.date)


@given(st.from_regex(r"[0-9]{1,4}[/.-][0-9]{1,2}([/.-][0-9]{1,4})?", fullmatch=True))
def test_numbers_that_are_no_day_are_none(text: str) -> None:
    found = day_meant(text, TUESDAY)
    assert found is None or isinstance(found, datetime.date)
