"""Working hours by the Swedish calendar: weekends, public holidays and their eves are free."""

import datetime
from functools import cache

from bot.settings import Company, Target
from bot.speech import STOCKHOLM


@cache
def _free_days(year: int) -> frozenset[datetime.date]:
    import holidays  # noqa: PLC0415  (only when the first question about hours comes)

    calendar = holidays.country_holidays("SE", years=year, language="en_US", include_sundays=False)
    eves = {
        datetime.date(year, 12, 24),
        datetime.date(year, 12, 31),
        # Midsummer eve is the Friday between 19 and 25 June.
        next(day for day in (datetime.date(year, 6, d) for d in range(19, 26)) if day.weekday() == 4),
    }
    return frozenset(calendar) | eves


def is_working_day(day: datetime.date) -> bool:
    """Whether people are at work: Monday to Friday, no holiday, no eve."""
    return day.weekday() < 5 and day not in _free_days(day.year)


def desk_is_open(company: Company, moment: datetime.datetime) -> bool:
    """Whether the office reads and answers at this moment (local time)."""
    open_now = company.desk.open_from <= f"{moment:%H:%M}" < company.desk.open_until
    return open_now and is_working_day(moment.date())


def office_opens(company: Company, moment: datetime.datetime) -> datetime.datetime:
    """The moment itself while the office is open, else its next opening."""
    if desk_is_open(company, moment):
        return moment
    opens = _at(moment.date(), company.desk.open_from)
    if is_working_day(moment.date()) and moment < opens:
        return opens
    return _at(next_working_day(moment.date()), company.desk.open_from)


def after_office_time(
    company: Company, moment: datetime.datetime, time: datetime.timedelta
) -> datetime.datetime:
    """The moment when the office has been open for so long since `moment`."""
    at = office_opens(company, moment)
    while True:
        closes = _at(at.date(), company.desk.open_until)
        if at + time <= closes:
            return at + time
        time -= closes - at
        at = _at(next_working_day(at.date()), company.desk.open_from)


def next_working_day(day: datetime.date) -> datetime.date:
    """The first working day after a day."""
    following = day + datetime.timedelta(days=1)
    while not is_working_day(following):
        following += datetime.timedelta(days=1)
    return following


def keys_on(first: datetime.date) -> datetime.date:
    """The day on which keys change hands, where a lease begins on `first` or ended the day before: the first
    working day from then on (domain facts 1.4).
    """
    return first if is_working_day(first) else next_working_day(first)


def rent_due(day: datetime.date) -> datetime.date:
    """Until when the next rent is paid, seen from a day: rent is paid in advance, at the latest on the last
    working day before its month (domain facts 1.4).
    """
    last = day.replace(day=1)
    while True:
        following = (last + datetime.timedelta(days=32)).replace(day=1)
        due = working_day_before(following)
        if due >= day:
            return due
        last = following


def working_day_before(day: datetime.date) -> datetime.date:
    """The last working day before a day."""
    before = day - datetime.timedelta(days=1)
    while not is_working_day(before):
        before -= datetime.timedelta(days=1)
    return before


def working_day(company: Company, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """When work begins and ends on a working day, as moments in Sweden."""
    begins, ends = company.emergency.day_from, company.emergency.day_until
    return _at(day, begins), _at(day, ends)


def is_working_time(company: Company, moment: datetime.datetime) -> bool:
    """Whether caretakers are at work at this moment (local time)."""
    begins, ends = working_day(company, moment.date())
    return is_working_day(moment.date()) and begins <= moment < ends


def work_begins(company: Company, moment: datetime.datetime) -> datetime.datetime:
    """The moment itself if it is working time, else the next beginning of work."""
    day = moment.date()
    begins, ends = working_day(company, day)
    if is_working_day(day) and moment < ends:
        return max(moment, begins)
    return working_day(company, next_working_day(day))[0]


def after_working_time(
    company: Company, moment: datetime.datetime, time: datetime.timedelta
) -> datetime.datetime:
    """The moment when so much working time has gone by since `moment`."""
    at = work_begins(company, moment)
    while True:
        ends = working_day(company, at.date())[1]
        # Moments of one day: both are on the same side of a change of the clock, which comes at night.
        if at + time <= ends:
            return at + time
        time -= ends - at
        at = working_day(company, next_working_day(at.date()))[0]


def after_working_days(company: Company, moment: datetime.datetime, days: int) -> datetime.datetime:
    """The end of work, `days` working days after the one on which `moment` counts as received."""
    day = work_begins(company, moment).date()
    for _ in range(days):
        day = next_working_day(day)
    return working_day(company, day)[1]


def working_time_between(
    company: Company, begin: datetime.datetime, end: datetime.datetime
) -> datetime.timedelta:
    """How much working time lies between two moments; none if the second is not later."""
    total = datetime.timedelta()
    at = work_begins(company, begin)
    while at < end:
        ends = working_day(company, at.date())[1]
        total += min(ends, end) - at
        at = working_day(company, next_working_day(at.date()))[0]
    return total


def deadline(
    company: Company, received: datetime.datetime, target: Target
) -> tuple[datetime.datetime, datetime.datetime]:
    """When half of the promised working time is gone, and until when it is promised."""
    if target.hours is not None:
        due = after_working_time(company, received, datetime.timedelta(hours=target.hours))
    else:
        due = after_working_days(company, received, target.days or 0)
    half = working_time_between(company, received, due) / 2
    return after_working_time(company, received, half), due


def days_to_answer(
    company: Company, moment: datetime.datetime, days: int
) -> tuple[datetime.date, datetime.datetime, datetime.datetime | None]:
    """Until which day an answer is awaited that has so many working days from `moment` on, and when to remind
    of it: when half of these days is gone, and as the working day before the last begins (None: that is
    already past). The last day is never a free one.
    """
    until = after_working_days(company, moment, days).date()
    begins, ends = working_day(company, until)
    half = after_working_time(company, moment, (ends - begins) * days / 2)
    last = working_day(company, working_day_before(until))[0]
    return until, half, last if last > moment else None


def _at(day: datetime.date, time: str) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), STOCKHOLM)
