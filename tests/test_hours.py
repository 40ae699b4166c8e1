"""Working hours by the Swedish calendar: across Easter, midsummer, Christmas and new year."""

import datetime

import pytest

from bot import hours
from bot.settings import Company, Target
from bot.speech import STOCKHOLM


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "free",
    [
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2026-05-01",
        "2026-06-19",  # midsummer eve
        "2026-12-24",
        "2026-12-31",
        "2027-01-01",
        "2027-01-06",
        "2026-11-28",  # a Saturday
    ],
)
def test_nobody_works_on_holidays_their_eves_and_weekends(free: str) -> None:
    assert not hours.is_working_day(datetime.date.fromisoformat(free))


@pytest.mark.parametrize("day", ["2026-11-23", "2026-04-02", "2026-06-18", "2026-12-23", "2026-06-22"])
def test_people_work_on_ordinary_days_and_on_the_day_before_an_eve(day: str) -> None:
    assert hours.is_working_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T14:59", True),
        ("2026-11-23T15:00", False),
        ("2026-12-24T10:00", False),
    ],
)
def test_the_desk_is_open_in_its_hours_on_working_days(company: Company, moment: str, is_open: bool) -> None:
    assert hours.desk_is_open(company, at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "time", "due"),
    [
        ("2026-11-23T10:00", 1, "2026-11-23T11:00"),
        ("2026-11-23T14:30", 1, "2026-11-24T09:30"),  # the office closes at 15:00 and opens at 09:00
        ("2026-11-23T20:00", 1, "2026-11-24T10:00"),
        ("2026-11-23T09:00", 6, "2026-11-23T15:00"),
        ("2026-11-23T12:00", 8, "2026-11-24T14:00"),
        ("2026-12-23T14:00", 8, "2026-12-29T10:00"),  # over Christmas
    ],
)
def test_office_time_goes_by_only_while_the_office_is_open(
    company: Company, moment: str, time: float, due: str
) -> None:
    assert hours.after_office_time(company, at(moment), datetime.timedelta(hours=time)) == at(due)


@pytest.mark.parametrize(
    ("moment", "time", "due"),
    [
        ("2026-11-23T10:00", 0.5, "2026-11-23T10:30"),
        ("2026-11-23T15:45", 0.5, "2026-11-24T07:15"),  # work ends at 16:00 and begins at 07:00
        ("2026-11-23T16:00", 0.5, "2026-11-24T07:30"),
        ("2026-11-23T05:00", 9, "2026-11-23T16:00"),
        ("2026-04-02T15:00", 2, "2026-04-07T08:00"),  # over Easter
        ("2026-06-18T16:30", 1, "2026-06-22T08:00"),  # over midsummer
        ("2026-12-30T15:30", 1, "2027-01-04T07:30"),  # over new year
        ("2026-10-23T15:00", 2, "2026-10-26T08:00"),  # the clock is set back between
    ],
)
def test_working_time_counts_only_while_people_work(
    company: Company, moment: str, time: float, due: str
) -> None:
    assert hours.after_working_time(company, at(moment), datetime.timedelta(hours=time)) == at(due)


@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        ("2026-11-23T10:00", 1, "2026-11-24T16:00"),
        ("2026-11-23T17:00", 1, "2026-11-25T16:00"),  # after hours it counts as received the next day
        ("2026-11-20T10:00", 1, "2026-11-23T16:00"),
        ("2026-12-22T10:00", 7, "2027-01-07T16:00"),
        ("2026-04-01T10:00", 2, "2026-04-07T16:00"),
    ],
)
def test_working_days_end_with_the_days_work(company: Company, moment: str, days: int, due: str) -> None:
    assert hours.after_working_days(company, at(moment), days) == at(due)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T08:00", "2026-11-23T09:00"),
        ("2026-11-23T15:00", "2026-11-24T09:00"),
        ("2026-12-24T10:00", "2026-12-28T09:00"),  # over Christmas and a weekend
    ],
)
def test_the_office_opens_now_or_at_its_next_opening(company: Company, moment: str, opens: str) -> None:
    assert hours.office_opens(company, at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("begin", "end", "time"),
    [
        ("2026-11-23T10:00", "2026-11-23T12:00", 2),
        ("2026-11-23T15:00", "2026-11-24T08:00", 2),
        ("2026-04-02T15:00", "2026-04-07T08:00", 2),  # over Easter
        ("2026-11-28T10:00", "2026-11-29T10:00", 0),  # a weekend
        ("2026-11-23T12:00", "2026-11-23T10:00", 0),
    ],
)
def test_only_working_time_is_counted(company: Company, begin: str, end: str, time: float) -> None:
    expected = datetime.timedelta(hours=time)
    assert hours.working_time_between(company, at(begin), at(end)) == expected


@pytest.mark.parametrize(
    ("target", "half", "due"),
    [
        (Target(hours=2), "2026-11-23T11:00", "2026-11-23T12:00"),
        (Target(days=1), "2026-11-24T08:30", "2026-11-24T16:00"),
        (Target(days=7), "2026-11-27T08:30", "2026-12-02T16:00"),
    ],
)
def test_half_of_the_promised_working_time_comes_before_it_is_due(
    company: Company, target: Target, half: str, due: str
) -> None:
    assert hours.deadline(company, at("2026-11-23T10:00"), target) == (at(half), at(due))


@pytest.mark.parametrize(
    ("first", "keys"),
    [
        ("2027-02-01", "2027-02-01"),  # a Monday
        ("2027-05-01", "2027-05-03"),  # a holiday on a Saturday
        ("2027-01-01", "2027-01-04"),  # new year's day on a Friday
        ("2026-08-01", "2026-08-03"),  # a Saturday
    ],
)
def test_keys_change_hands_on_the_first_working_day_of_the_lease(first: str, keys: str) -> None:
    assert hours.keys_on(datetime.date.fromisoformat(first)) == datetime.date.fromisoformat(keys)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-23", "2026-11-30"),
        ("2026-11-30", "2026-11-30"),
        ("2026-12-01", "2026-12-30"),  # new year's eve is free
        ("2026-12-31", "2027-01-29"),
        ("2027-05-01", "2027-05-31"),
        ("2027-02-27", "2027-03-31"),  # the last working day of February is over
    ],
)
def test_rent_is_due_on_the_last_working_day_before_its_month(day: str, due: str) -> None:
    assert hours.rent_due(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(due)
