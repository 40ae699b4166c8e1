"""Who is in the chat, where she lives, and which words, commands and menu she is shown."""

from bot.engine.turn import Turn
from bot.messages.menu import Menu
from storage import homes, people
from storage.people import Person

EVERYBODY = ["menu", "help", "language", "emergency", "cancel"]


def who(turn: Turn) -> Person | None:
    """The person of this chat; None for one who has not come in with a code."""
    return people.by_chat(turn.db, turn.chat)


def words_of(turn: Turn, person: Person | None) -> list[str]:
    """The words of her keyboard: only those whose room exists and is open to her."""
    shown = []
    rooms = turn.company.rooms
    if person is not None and rooms.faults:
        if person.household is not None:
            shown.append("report")
        if person.work & {"caretaker", "staff"}:
            shown.append("orders")
    if rooms.questions and (person is None or not person.work or person.household is not None):
        shown.append("ask")
    return [*shown, "language", "emergency"]


def commands_of(turn: Turn, person: Person | None) -> list[str]:
    """The commands of her menu, likewise."""
    words = words_of(turn, person)
    reports = ["myreports"] if "report" in words else []
    asks = ["ask"] if turn.company.rooms.questions else []
    desk = _desk_commands(person) if turn.company.rooms.questions else []
    return [word for word in ("report", "orders") if word in words] + reports + asks + desk + EVERYBODY


def _desk_commands(person: Person | None) -> list[str]:
    work = person.work if person is not None else frozenset()
    answers = ["inbox", "answer"] if "staff" in work else []
    return [*answers, *(["languages"] if work & {"caretaker", "staff"} else [])]


def set_menu(turn: Turn, person: Person | None) -> None:
    """Her menu at Telegram, in her language."""
    turn.menu(Menu(commands_of(turn, person)))


def home_of(turn: Turn, person: Person) -> homes.Home | None:
    """The home of her household, if it has one."""
    if person.household is None:
        return None
    household = people.household(turn.db, person.household)
    return homes.get(turn.db, household.home) if household and household.home else None


def lives_at(turn: Turn, person: Person) -> tuple[str, str]:
    """Address and flat, both empty without a home."""
    home = home_of(turn, person)
    return (homes.house(turn.db, home.house).address, home.flat) if home else ("", "")
