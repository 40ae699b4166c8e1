"""Working hours by the Swedish calendar: weekends, public holidays and their eves are free."""

import datetime
from functools import cache

from bot.settings import Company


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
