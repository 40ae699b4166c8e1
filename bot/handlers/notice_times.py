"""Days and hours of a notice, as they are pressed and written, and when it is quiet."""

import datetime
import re

from bot import days
from bot.engine.turn import Turn
from bot.handlers.access import today
from bot.hours import next_working_day
from bot.settings import Company
from bot.speech import STOCKHOLM, western_digits
from storage import notices

HOUR = 3600.0
DAYS_OFFERED = 6
_HOURS = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?: ?[-–] ?(\d{1,2})(?:[:.]?(\d{2}))?)?")
_WHEN = re.compile(r"(.+?)[ ,]+(?:kl\.? ?|at )?(\d{1,2})(?:[:.](\d{2}))?")


def moment_at(day: datetime.date, time: str) -> float:
    """A time in Sweden ("08:00") as epoch seconds."""
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), STOCKHOLM).timestamp()


def not_at_night(turn: Turn, kind: str, at: float) -> tuple[float, bool]:
    """The moment, or the morning after where it is quiet then and a notice of this kind can wait: information
    does not come at night. Also whether it waits.
    """
    if kind not in notices.MUTABLE:
        return at, False
    if not is_quiet(turn.company, at):
        return at, False
    moment = datetime.datetime.fromtimestamp(at, STOCKHOLM)
    ends = turn.company.notices.quiet_until
    tomorrow = f"{moment:%H:%M}" >= ends
    day = moment.date() + datetime.timedelta(days=1) if tomorrow else moment.date()
    return moment_at(day, ends), True


def is_quiet(company: Company, at: float) -> bool:
    """Whether it is night for information."""
    begins, ends = company.notices.quiet_from, company.notices.quiet_until
    time = f"{datetime.datetime.fromtimestamp(at, STOCKHOLM):%H:%M}"
    return begins <= time < ends if begins <= ends else time >= begins or time < ends


def whole_hour(at: float) -> float:
    """The moment itself or the next full hour."""
    return (at + HOUR - 1) // HOUR * HOUR


def days_offered(turn: Turn) -> list[str]:
    """Today, tomorrow and the next working days."""
    day = today(turn)
    found = [day, day + datetime.timedelta(days=1)]
    while len(found) < DAYS_OFFERED:
        day = next_working_day(found[-1])
        found.append(day)
    return [each.isoformat() for each in found]


def moments_offered(turn: Turn) -> list[str]:
    """When a notice could be sent, as YYYYMMDD.HH."""
    tomorrow = today(turn) + datetime.timedelta(days=1)
    following = next_working_day(today(turn))
    found = [f"{tomorrow:%Y%m%d}.08", f"{following:%Y%m%d}.10", f"{following:%Y%m%d}.16"]
    return sorted(set(found))


def moment_meant(turn: Turn, said: str) -> float | None:
    """A day and a time as people write them ("27/11 14:00"), or the next time that it is so late ("18:30"),
    in epoch seconds; None for none.
    """
    said = western_digits(said).strip()
    time = hours_meant(said)
    if time is not None:
        if "-" in time:
            return None
        at = moment_at(today(turn), time)
        return at if at > turn.now else moment_at(today(turn) + datetime.timedelta(days=1), time)
    match = _WHEN.fullmatch(said)
    day = days.day_meant(match[1], today(turn) - datetime.timedelta(days=1)) if match else None
    time = hours_meant(f"{match[2]}:{match[3] or '00'}") if match else None
    return moment_at(day, time) if day is not None and time is not None else None


def hours_meant(said: str) -> str | None:
    """Hours as people write them ("8-12", "08:30–11", "18"), as "08:00-12:00" or "18:00"; None for none."""
    match = _HOURS.fullmatch(western_digits(said).strip())
    if match is None:
        return None
    try:
        begins = datetime.time(int(match[1]), int(match[2] or 0))
        ends = datetime.time(int(match[3]), int(match[4] or 0)) if match[3] else None
    except ValueError:
        return None
    if ends == begins:
        return None
    return f"{begins:%H:%M}" if ends is None else f"{begins:%H:%M}-{ends:%H:%M}"
