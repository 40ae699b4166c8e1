"""Registering a notice to quit: which home, the lease's number, when it came, the last day, does it count."""

import datetime
import re
from collections.abc import Callable

import msgspec
from telegram import Update

from bot.days import day_meant
from bot.engine.turn import Turn
from bot.handlers import homes as stock_handlers
from bot.handlers.access import today
from bot.handlers.homes import chosen, meant, row_of
from bot.handlers.people import who
from bot.handlers.vacancies import (
    NAME,
    Draft,
    ask_override,
    at_desk,
    attempt,
    display,
    leave_typing,
    missing_of,
    overview,
    show_card,
)
from bot.messages import vacancies as messages
from bot.messages import vacancy_entry as screens
from bot.speech import western_digits
from storage import contract_ends, homes, vacancies, vacancy_acts, vacancy_leases
from storage.homes import Home
from storage.leases import notice_ends
from storage.people import Person
from storage.vacancies import NotAllowed
from storage.vacancy_acts import EXCLUDED, Known
from storage.vacancy_leases import Tied

LONGEST_CONTRACT = 40
# The steps at which something is written.
TYPED = frozenset({"override", "home", "contract", "notice", "last", "moved"})
DAYS_OFFERED = 4
_TIME = re.compile(r"(?P<day>.*?\S)\s+(?:kl\.?\s*)?(?P<time>([01]?\d|2[0-3])[:.][0-5]\d)")


async def vacancy(update: Update, turn: Turn) -> None:
    """/vacancy, alone or with the home that is given notice on"""
    if at_desk(turn) is None:
        return
    leave_typing(turn)
    said = " ".join(turn.args or [])
    if said:
        _find(turn, Draft(), said)
    else:
        overview(turn)


async def new(update: Update, turn: Turn) -> None:
    """vacancy.new:home"""
    if at_desk(turn) is not None:
        _ask_home(turn)


async def of(update: Update, turn: Turn) -> None:
    """vacancy.of:7: the flat of a contract on notice. What the contract says already is not asked."""
    if at_desk(turn) is None:
        return
    leave_typing(turn)
    contract = next((each for each in missing_of(turn) if str(each.id) == turn.value), None)
    if contract is None:
        overview(turn)
        return
    arrived = contract_ends.arrived_on(turn.db, contract.id)
    draft = Draft()
    if arrived is not None and contract.ends is not None:
        draft.notice, draft.last_day = arrived.isoformat(), contract.ends.isoformat()
    home = vacancies.home_of(turn.db, contract.home)
    if contract.number:
        draft.home = home.id
        _contract(turn, draft, contract.number)
    else:
        _ask_contract(turn, draft, home)


def _ask_home(turn: Turn, found: list[Home] | None = None, tried: bool = False) -> None:
    turn.stand(NAME, "home", Draft())
    display(turn, screens.AskHome([row_of(turn, home) for home in found or []], tried))


def written(turn: Turn, text: str) -> bool:
    """What the desk writes while one of these questions is open. Returns whether it was for one; a number is
    then no order's.
    """
    standing, person = turn.standing(), who(turn)
    if standing is None or standing.name != NAME or standing.step not in TYPED:
        return False
    if person is None or not stock_handlers.of_desk(turn):
        turn.end()
        return True
    said = " ".join(text.split())
    draft = msgspec.json.decode(standing.data, type=Draft)
    match standing.step:
        case "override":
            ask_override(turn, person, standing, said)
        case "home":
            _find(turn, draft, said)
        case "contract":
            _contract(turn, draft, said)
        case _:
            _day(turn, standing.step, draft, western_digits(said))
    return True


# -- The questions -----------------------------------------------------------------------------------


def _find(turn: Turn, draft: Draft, said: str) -> None:
    found = meant(turn, said)
    if len(found) == 1:
        _ask_contract(turn, draft, found[0])
    else:
        _ask_home(turn, found, tried=not found)


def _standing_at(turn: Turn, *steps: str) -> tuple[str, Draft] | None:
    """Where the registering stands, if a press on one of its buttons counts; else what is true is shown."""
    if at_desk(turn) is None:
        return None
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step == "override":
        leave_typing(turn)
        overview(turn)
        return None
    draft = msgspec.json.decode(standing.data, type=Draft)
    if standing.step not in steps:
        _again(turn, standing.step, draft)
        return None
    return standing.step, draft


async def home(update: Update, turn: Turn) -> None:
    """vacancy.home:12"""
    at = _standing_at(turn, "home")
    found = chosen(turn, turn.value) if at is not None else None
    if at is not None and found is not None:
        _ask_contract(turn, at[1], found)
    elif at is not None:
        _ask_home(turn, tried=True)


def _ask_contract(turn: Turn, draft: Draft, found: Home, wrong: bool = False) -> None:
    draft.home = found.id
    turn.stand(NAME, "contract", draft)
    display(turn, screens.AskContract(_named(turn, draft), wrong))


def _named(turn: Turn, draft: Draft) -> str:
    """The home of the draft in words."""
    found = vacancies.home_of(turn.db, draft.home)
    return f"{homes.house(turn.db, found.house).address}, {found.flat} ({found.object})"


def _contract(turn: Turn, draft: Draft, said: str) -> None:
    is_number = any(letter.isdigit() for letter in said) and len(said) <= LONGEST_CONTRACT
    if not is_number or vacancy_acts.is_persons(western_digits(said)):
        _ask_contract(turn, draft, vacancies.home_of(turn.db, draft.home), wrong=True)
        return
    draft.contract = western_digits(said)
    if draft.notice and draft.last_day:
        _ask_counts(turn, draft)
    else:
        _ask_day(turn, "notice", draft)


def _ask_day(turn: Turn, which: str, draft: Draft, wrong: str = "") -> None:
    turn.stand(NAME, which, draft)
    now = today(turn)
    if which == "notice":
        days = [now - datetime.timedelta(days=back) for back in range(DAYS_OFFERED)]
    else:
        arrived = datetime.date.fromisoformat(draft.notice[:10])
        policy = turn.company.contract_on(arrived)
        months = (policy.notice_months, policy.death_notice_months)
        days = [notice_ends(arrived, each) for each in months]
    display(
        turn,
        screens.AskDay("notice" if which == "notice" else "last", [day.isoformat() for day in days], wrong),
    )


async def day(update: Update, turn: Turn) -> None:
    """vacancy.day:20261123"""
    at = _standing_at(turn, "notice", "last", "moved")
    if at is not None:
        _day(turn, at[0], at[1], turn.value)


def _day(turn: Turn, which: str, draft: Draft, said: str) -> None:
    found, time = _moment(said, today(turn))
    if which == "notice" and found is not None:
        found = _latest(found, said, today(turn))
    if found is None:
        _ask_day(turn, which, draft, "unknown")
    elif which == "notice":
        if found > today(turn):
            _ask_day(turn, which, draft, "ahead")
            return
        draft.notice = found.isoformat() + (f"T{time}" if time else "")
        _ask_day(turn, "last", draft)
    elif found.isoformat() < draft.notice[:10]:
        _ask_day(turn, which, draft, "before")
    elif which == "moved":
        _move(turn, draft.vacancy, found)
    else:
        draft.last_day = found.isoformat()
        _ask_counts(turn, draft)


async def last(update: Update, turn: Turn) -> None:
    """vacancy.last:12: the lease ends on another day."""
    person = at_desk(turn)
    if person is None:
        return
    found = (
        vacancies.get(turn.db, int(turn.value)) if turn.value.isdecimal() and len(turn.value) < 16 else None
    )
    if found is None:
        turn.say(messages.NotPossible("unknown"))
    elif (found.state, "dated") not in vacancies.TRANSITIONS:
        show_card(turn, found.id, person)
    else:
        _ask_day(turn, "moved", Draft(vacancy=found.id, notice=found.notice))


def _move(turn: Turn, vacancy: int, to: datetime.date) -> None:
    turn.end()
    person = who(turn)
    if person is not None:
        attempt(
            turn, vacancy, person, lambda: vacancy_acts.set_last_day(turn.db, vacancy, to, person, turn.now)
        )


def _moment(said: str, now: datetime.date) -> tuple[datetime.date | None, str]:
    """The day that was written, and its time "HH:MM", "" without one."""
    match = _TIME.fullmatch(said)
    found = day_meant(match["day"] if match else said, now)
    return found, match["time"].replace(".", ":").zfill(5) if match else ""


def _latest(found: datetime.date, said: str, now: datetime.date) -> datetime.date:
    """A day written without its year, as the latest such day: a notice has come already."""
    if (
        found <= now
        or not re.match(r"\d", said)
        or re.search(r"\d{4}", said)
        or (found.month, found.day) == (2, 29)
    ):
        return found
    return found.replace(year=found.year - 1)


def _ask_counts(turn: Turn, draft: Draft) -> None:
    """What the home itself makes not count is not asked."""
    own = _own(turn, draft)
    if own:
        draft.excluded = own
        _sum_up(turn, draft)
        return
    turn.stand(NAME, "counts", draft)
    display(turn, screens.AskCounts())


def _own(turn: Turn, draft: Draft) -> str:
    """Why what the home is makes the notice not count, "" if it does not."""
    arrived = datetime.date.fromisoformat(draft.notice[:10])
    return vacancy_leases.exclusion_of(turn.db, vacancies.home_of(turn.db, draft.home), arrived)


async def counts(update: Update, turn: Turn) -> None:
    """vacancy.counts:yes, vacancy.counts:exchange"""
    at = _standing_at(turn, "counts")
    if at is None:
        return
    if turn.value != "yes" and turn.value not in EXCLUDED:
        _again(turn, *at)
        return
    at[1].excluded = "" if turn.value == "yes" else turn.value
    _sum_up(turn, at[1])


def _sum_up(turn: Turn, draft: Draft) -> None:
    turn.stand(NAME, "sure", draft)
    by_rule = bool(_own(turn, draft))
    display(
        turn,
        screens.Registering(
            _named(turn, draft), draft.contract, draft.notice, draft.last_day, draft.excluded or "", by_rule
        ),
    )


async def save(update: Update, turn: Turn) -> None:
    """vacancy.save:yes"""
    at = _standing_at(turn, "sure")
    person = who(turn)
    if at is not None and person is not None:
        _register(turn, at[1], person)


def _register(turn: Turn, draft: Draft, person: Person) -> None:
    turn.end()
    found = vacancies.home_of(turn.db, draft.home)
    last_day = datetime.date.fromisoformat(draft.last_day)
    try:
        kept = vacancy_acts.register(
            turn.db, found, draft.contract, draft.notice, last_day, draft.excluded or "", person, turn.now
        )
    except Known as known:
        show_card(turn, known.vacancy.id, person, doubled=True)
    except NotAllowed:
        turn.say(messages.NotPossible("own"))
        overview(turn)
    except Tied as tied:
        turn.say(messages.NotPossible(tied.why))
        overview(turn)
    else:
        show_card(turn, kept.id, person)


def _again(turn: Turn, step: str, draft: Draft) -> None:
    """The question at which the registering stands."""
    steps: dict[str, Callable[[], None]] = {
        "contract": lambda: _ask_contract(turn, draft, vacancies.home_of(turn.db, draft.home)),
        "notice": lambda: _ask_day(turn, "notice", draft),
        "last": lambda: _ask_day(turn, "last", draft),
        "moved": lambda: _ask_day(turn, "moved", draft),
        "counts": lambda: _ask_counts(turn, draft),
        "sure": lambda: _sum_up(turn, draft),
    }
    steps.get(step, lambda: _ask_home(turn))()
