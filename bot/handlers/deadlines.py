"""What is promised and when: the deadline of a report, its reminders, and calling for what cannot wait."""

import datetime
import sqlite3

import msgspec

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers.telling import call_again, remind, tell
from bot.settings import Company
from bot.speech import STOCKHOLM
from storage import fault_alerts, fault_lists, faults, spoken
from storage.faults import Fault

# After the deadline the holder has this long before the desk hears of it.
DESK_AFTER = 3600.0
HALF, DUE, DESK = 1, 2, 3


def moment_of(now: float) -> datetime.datetime:
    """Epoch seconds as a moment in Sweden."""
    return datetime.datetime.fromtimestamp(now, STOCKHOLM)


def promised(turn: Turn, urgency: str) -> tuple[float, float]:
    """When half of the promised time is gone and until when it is promised, for what is received now."""
    now = moment_of(turn.now)
    target = turn.company.policy(now.date()).target_of(urgency)
    half, due = hours.deadline(turn.company, now, target)
    return half.timestamp(), due.timestamp()


def restart(turn: Turn, fault: Fault) -> Fault:
    """The promised time begins anew: it is open again, or of another class."""
    half, due = promised(turn, fault.urgency)
    faults.promise(turn.db, fault.id, half, due)
    faults.stop_clock(turn.db, fault.id, None)
    return msgspec.structs.replace(fault, half=half, due=due, reminded=0, stopped=None)


def plan(turn: Turn, fault: Fault, day: datetime.date | None) -> Fault:
    """The work is planned for a day: that is what is promised from now on. None takes the plan away."""
    if day is None:
        faults.plan(turn.db, fault.id, None)
        return restart(turn, msgspec.structs.replace(fault, planned=None))
    begins, ends = hours.working_day(turn.company, day)
    half, due = begins.timestamp(), ends.timestamp()
    faults.plan(turn.db, fault.id, day.isoformat())
    faults.promise(turn.db, fault.id, half, due)
    return msgspec.structs.replace(fault, planned=day.isoformat(), half=half, due=due, reminded=0)


def stop(turn: Turn, fault: Fault) -> Fault:
    """A question to the tenant is open: the promised time stands still until she answers."""
    since = fault.stopped or turn.now
    faults.stop_clock(turn.db, fault.id, since)
    return msgspec.structs.replace(fault, stopped=since)


def go_on(turn: Turn, fault: Fault) -> Fault:
    """She has answered: what was left of the promised working time begins now."""
    if fault.stopped is None:
        return fault
    faults.stop_clock(turn.db, fault.id, None)
    half, due = (_moved(turn, fault.stopped, each) for each in (fault.half, fault.due))
    reminded = fault.reminded
    faults.promise(turn.db, fault.id, half, due)
    faults.remind(turn.db, fault.id, reminded)
    return msgspec.structs.replace(fault, stopped=None, half=half, due=due)


def _moved(turn: Turn, stopped: float, end: float | None) -> float | None:
    if end is None or end <= stopped:
        return end
    left = hours.working_time_between(turn.company, moment_of(stopped), moment_of(end))
    return hours.after_working_time(turn.company, moment_of(turn.now), left).timestamp()


# -- What falls due ----------------------------------------------------------------------------


async def due(event: Event, turn: Turn) -> None:
    """fault.due: the holder is reminded when half of the time is gone and when it is due, then the desk."""
    fault = faults.get(turn.db, event.id)
    if fault is None or fault.id not in fault_lists.to_remind(turn.db, turn.now, DESK_AFTER):
        return
    stage = HALF
    if fault.due is not None and fault.due <= turn.now:
        stage = DESK if fault.reminded >= DUE and fault.due <= turn.now - DESK_AFTER else DUE
    faults.remind(turn.db, fault.id, stage)
    fault = msgspec.structs.replace(fault, reminded=stage)
    remind(turn, fault, {HALF: "half", DUE: "due", DESK: "overdue"}[stage])


def to_call(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Reports that cannot wait and that nobody has looked at: those for which somebody was called some time
    ago, and in working hours also those for which nobody was (they came at night, with nobody on duty).
    """
    found = fault_alerts.unseen(db, now)
    if hours.is_working_time(company, moment_of(now)):
        found += fault_alerts.nobody_called(db)
    return found


async def unseen(event: Event, turn: Turn) -> None:
    """fault.unseen: those who were called are called again."""
    fault = faults.get(turn.db, event.id)
    if fault is not None and fault.id in to_call(turn.company, turn.db, turn.now):
        call_again(turn, fault)


async def offer_over(event: Event, turn: Turn) -> None:
    """fault.offer: those who speak the language had it to themselves, and none of them has taken it."""
    fault = faults.get(turn.db, event.id)
    if spoken.end_offer(turn.db, "fault", event.id) and fault is not None and fault.state == "received":
        remind(turn, fault, "untaken")


def looked_at(turn: Turn, fault: Fault) -> None:
    """One who works here has opened it: she is told honestly that somebody has."""
    if faults.see(turn.db, fault.id, turn.now):
        seen = faults.get(turn.db, fault.id)
        if seen is not None:
            tell(turn, seen, "see")
