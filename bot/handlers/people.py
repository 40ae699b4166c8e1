"""Who is in the chat, where she lives, and which words, commands and menu she is shown."""

from bot.engine.turn import Turn
from bot.messages.menu import Menu
from storage import homes, people
from storage.people import Person

EVERYBODY = ["menu", "help", "language", "emergency", "cancel"]
MOST_WORDS = 4


def who(turn: Turn) -> Person | None:
    """Who wrote or pressed, in her own chat or in a group; None for one who has not come in with a code."""
    return people.by_chat(turn.db, turn.user)


def words_of(turn: Turn, person: Person | None) -> list[str]:
    """The words of her keyboard: only those whose room exists and is open to her, and four at most. Whoever
    needs all of them for work finds the language in the menu.
    """
    shown = []
    rooms = turn.company.rooms
    if person is not None and rooms.faults:
        if person.household is not None:
            shown.append("report")
        if "caretaker" in person.work:
            shown.append("today")
        if person.work & {"caretaker", "staff"}:
            shown.append("orders")
        if "staff" in person.work and len(shown) < MOST_WORDS - 1:
            shown.append("triage")
    offers = person is not None and rooms.offers and "officer" in person.work
    if offers and len(shown) < MOST_WORDS - 1:
        shown.append("people")
    asks = rooms.questions and (person is None or not person.work or person.household is not None)
    if asks and len(shown) < MOST_WORDS - 1:
        shown.append("ask")
    if rooms.home and person is not None and person.household is not None and len(shown) < MOST_WORDS - 1:
        shown.append("home")
    return [*shown, *(["language"] if len(shown) < MOST_WORDS - 1 else []), "emergency"]


def commands_of(turn: Turn, person: Person | None) -> list[str]:
    """The commands of her menu, likewise."""
    words = words_of(turn, person)
    reports = ["myreports"] if "report" in words else []
    away = ["away"] if "today" in words else []
    asks = ["ask"] if turn.company.rooms.questions else []
    work = person.work if person is not None and turn.company.rooms.faults else frozenset()
    # One of the desk reports for others, also who lives nowhere here.
    reporting = ["report"] if "report" in words or "staff" in work else []
    found = [*reporting, *(word for word in ("today", "orders") if word in words)]
    desk = ["triage"] if work & {"staff", "admin"} else []
    desk += _answer_commands(turn, person) + _offer_commands(turn, person)
    stock = ["homes", "vacancy"] if _may_register(turn, person) else []
    rule = ["allocation"] if stock or _may_read_rule(turn, person) else []
    lives = person is not None and person.household is not None
    home = ["home"] if turn.company.rooms.home and lives else []
    notices = turn.company.rooms.notices
    desk += ["notice"] if notices and person is not None and "staff" in person.work else []
    meetings = ["meetings"] if notices and lives else []
    return [*found, *desk, *stock, *reports, *home, *asks, *meetings, *rule, *away, *EVERYBODY]


def _answer_commands(turn: Turn, person: Person | None) -> list[str]:
    if person is None or not turn.company.rooms.questions:
        return []
    answers = ["inbox", "answer"] if "staff" in person.work else []
    return [*answers, *(["languages"] if person.work & {"caretaker", "staff"} else [])]


def _offer_commands(turn: Turn, person: Person | None) -> list[str]:
    if person is None or not turn.company.rooms.offers:
        return []
    waiting = ["people"] if "officer" in person.work else []
    return [*waiting, *(["conversions"] if person.work & {"officer", "staff"} else [])]


def _may_register(turn: Turn, person: Person | None) -> bool:
    return turn.company.rooms.allocation and person is not None and "staff" in person.work


def _may_read_rule(turn: Turn, person: Person | None) -> bool:
    """Whether she may read which flats go to the unit: who lives here, and the unit itself."""
    concerned = person is not None and (person.household is not None or "officer" in person.work)
    return turn.company.rooms.allocation and concerned


def set_menu(turn: Turn, person: Person | None, to: int | None = None) -> None:
    """Her menu at Telegram, in her language; `to` is her chat, where it is not the one of this turn."""
    turn.menu(Menu(commands_of(turn, person)), to)


def home_of(turn: Turn, person: Person) -> homes.Home | None:
    """The home of her household, if it has one."""
    if person.household is None:
        return None
    household = people.household(turn.db, person.household)
    return homes.get(turn.db, household.home) if household and household.home else None


def has_home(turn: Turn) -> bool:
    """Whether who is in this chat has a home here, to report a fault of."""
    person = who(turn)
    return person is not None and home_of(turn, person) is not None


def lives_at(turn: Turn, person: Person) -> tuple[str, str]:
    """Address and flat, both empty without a home."""
    home = home_of(turn, person)
    return (homes.house(turn.db, home.house).address, home.flat) if home else ("", "")
