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
    asks = rooms.questions and (person is None or not person.work or person.household is not None)
    if asks and len(shown) < MOST_WORDS - 1:
        shown.append("ask")
    return [*shown, *(["language"] if len(shown) < MOST_WORDS - 1 else []), "emergency"]


def commands_of(turn: Turn, person: Person | None) -> list[str]:
    """The commands of her menu, likewise."""
    words = words_of(turn, person)
    reports = ["myreports"] if "report" in words else []
    away = ["away"] if "today" in words else []
    work = person.work if person is not None and turn.company.rooms.faults else frozenset()
    # One of the desk reports for others, also who lives nowhere here.
    reporting = ["report"] if "report" in words or "staff" in work else []
    found = [*reporting, *(word for word in ("today", "orders") if word in words)]
    asks = ["ask"] if turn.company.rooms.questions else []
    triage = ["triage"] if work & {"staff", "admin"} else []
    lives = person is not None and person.household is not None
    meetings = ["meetings"] if lives and turn.company.rooms.notices else []
    speaks = person is not None and "staff" in person.work and turn.company.rooms.notices
    notice = ["notice"] if speaks else []
    return [*found, *triage, *notice, *reports, *asks, *meetings, *away, *EVERYBODY]


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
