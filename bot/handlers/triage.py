"""/triage: what needs a person at the desk, in one card; orders as a file; colleagues who have left."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import absence, inbox, taken_back, thread_telling
from bot.handlers.access import today
from bot.handlers.desk_orders import leave_typing
from bot.handlers.fault_cards import name_of
from bot.handlers.offer_news import tell_officers
from bot.handlers.people import lives_at, set_menu, who, words_of
from bot.handlers.telling import tell
from bot.messages import triage as messages
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.unit_offers import NoOfficer, OfficerNews
from storage import (
    absences,
    desk_lists,
    fault_lists,
    faults,
    homes,
    households,
    people,
    teams,
    threads,
)
from storage.desk_lists import GivenUp
from storage.faults import Fault
from storage.people import Person

CARD = "triage"
A_PAGE = 8
MOST_LISTED = 12


async def show(update: Update, turn: Turn) -> None:
    """/triage, the keyboard's word, or back from anywhere. An admin who is not of the desk comes to what is
    an admin's: who has left.
    """
    person = who(turn)
    if person is None or not person.work & {"staff", "admin"}:
        turn.say(NotUsed("not_for_you"))
        return
    leave_typing(turn)
    if "staff" not in person.work:
        _show_leavers(turn, person)
        return
    _show(turn, messages.Triage(_counted(turn, person)))


def _show(turn: Turn, message: Message) -> None:
    """There is one overview in a chat, where the person is looking."""
    turn.card_here(CARD, message)


def _counted(turn: Turn, person: Person) -> list[tuple[str, int]]:
    """Each group that is not empty and how much is in it."""
    day = today(turn).isoformat()
    counts = [(group, desk_lists.count(turn.db, group, person, turn.now, day)) for group in desk_lists.GROUPS]
    if turn.company.rooms.questions:
        counts.append(("questions", len(threads.overdue(turn.db, turn.now, person))))
    counts.append(("undelivered", desk_lists.count_undelivered(turn.db)))
    counts.append(("set_aside", desk_lists.count_set_aside(turn.db)))
    return [(group, n) for group, n in counts if n]


def _at_desk(turn: Turn) -> Person | None:
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return None
    return person


async def list_(update: Update, turn: Turn) -> None:
    """triage.list:overdue.2"""
    person = _at_desk(turn)
    if person is None:
        return
    leave_typing(turn)
    group, _, place = turn.value.partition(".")
    page = int(place) if place.isdecimal() and len(place) < 4 else 1
    if group in desk_lists.GROUPS:
        _show(turn, _page(turn, person, group, max(1, page)))
    elif group == "questions" and turn.company.rooms.questions:
        _show(turn, inbox.list_of(turn, person, "late", max(1, page)))
    elif group == "undelivered":
        _show(turn, _not_delivered(turn))
    elif group == "set_aside":
        rows = [(each.at, each.error) for each in desk_lists.set_aside(turn.db, MOST_LISTED)]
        _show(turn, messages.Aside(desk_lists.count_set_aside(turn.db), rows))
    else:
        _show(turn, messages.Triage(_counted(turn, person)))


def _page(turn: Turn, person: Person, group: str, page: int) -> messages.TriageList:
    day = today(turn).isoformat()
    n = desk_lists.count(turn.db, group, person, turn.now, day)
    page = min(page, max(1, -(-n // A_PAGE)))  # the list may have become shorter
    first = (page - 1) * A_PAGE
    found = desk_lists.page(turn.db, group, person, turn.now, day, first, A_PAGE)
    rows = [_row(turn, fault) for fault in found]
    return messages.TriageList(group, n, rows, page, more=first + A_PAGE < n)


def _row(turn: Turn, fault: Fault) -> messages.TriageRow:
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    address = homes.house(turn.db, fault.house).address
    return messages.TriageRow(fault.id, fault.urgency, address, fault.item, home.flat if home else "")


def _not_delivered(turn: Turn) -> messages.NotDelivered:
    given_up = desk_lists.undelivered(turn.db, MOST_LISTED)
    rows = [_undelivered(turn, each) for each in given_up]
    latest = given_up[0].id if given_up else 0
    return messages.NotDelivered(desk_lists.count_undelivered(turn.db), rows, latest)


def _undelivered(turn: Turn, given_up: GivenUp) -> messages.Undelivered:
    """With a colleague's name, or where a tenant lives: whom the desk would call."""
    person = people.by_chat(turn.db, given_up.chat)
    if person is None:
        return messages.Undelivered(given_up.at, "", _why(given_up))
    who_is_it = person.name or ", ".join(part for part in lives_at(turn, person) if part)
    return messages.Undelivered(given_up.at, who_is_it, _why(given_up), person.household or 0)


def _why(given_up: GivenUp) -> str:
    if "cannot be reached" in given_up.why:
        return "blocked"
    return "too_old" if given_up.why.startswith("too old") else "refused"


async def settle(update: Update, turn: Turn) -> None:
    """triage.settle:31: the desk has dealt with what was not delivered, as far as it was shown."""
    person = _at_desk(turn)
    if person is None:
        return
    if turn.value.isdecimal() and len(turn.value) < 16:
        desk_lists.settle(turn.db, int(turn.value), person)
    _show(turn, messages.Triage(_counted(turn, person)))


async def file(update: Update, turn: Turn) -> None:
    """triage.file:which asks for the form; triage.file:xlsx, csv or html sends the orders."""
    if _at_desk(turn) is None:
        return
    if turn.value not in messages.FORMATS:
        _show(turn, messages.WhichFile())
        return
    name = f"arbetsordrar-{today(turn).isoformat()}.{turn.value}"
    turn.document(name, messages.OrdersFile(turn.now))


# -- Who has left -----------------------------------------------------------------------------------


async def left(update: Update, turn: Turn) -> None:
    """triage.left:list, triage.left:7 (sure?), triage.left:7.sure"""
    person = who(turn)
    if person is None or not person.work & {"staff", "admin"}:
        turn.say(NotUsed("not_for_you"))
        return
    chosen, _, sure = turn.value.partition(".")
    leaver = people.get(turn.db, int(chosen)) if chosen.isdecimal() and len(chosen) < 16 else None
    if leaver is None or not _may_end(turn, leaver, person):
        _show_leavers(turn, person)
    elif sure != "sure":
        _show(turn, messages.SureLeft(_leaver(turn, leaver)))
    else:
        _end_work(turn, leaver, person)


def _leavers(turn: Turn) -> set[people.Work]:
    """Whose work the desk ends here."""
    return {"caretaker", "officer"} if turn.company.rooms.offers else {"caretaker"}


def _may_end(turn: Turn, leaver: Person, person: Person) -> bool:
    """Whom the list names; who may end whose work is checked where it ends."""
    return (
        bool(leaver.work & _leavers(turn))
        and leaver.id != person.id
        and ("admin" in person.work or "admin" not in leaver.work)
    )


def _leaver(turn: Turn, person: Person) -> messages.Leaver:
    held = len(fault_lists.held_by(turn.db, person.id))
    cases = len(households.of_officer(turn.db, person.id)) if "officer" in person.work else None
    in_group = bool(teams.of_areas(turn.db, person.areas))
    return messages.Leaver(person.id, name_of(person), held, in_group, cases)


def _show_leavers(turn: Turn, person: Person) -> None:
    workers = {each.id: each for work in sorted(_leavers(turn)) for each in people.with_work(turn.db, work)}
    found = [each for _, each in sorted(workers.items()) if _may_end(turn, each, person)]
    listed = [_leaver(turn, each) for each in found]
    _show(turn, messages.WhoHasLeft(listed, back="staff" in person.work))


def _end_work(turn: Turn, leaver: Person, person: Person) -> None:
    """Roles end at once, the orders are free again and everybody is told; nothing of a tenant stays with who
    has left.
    """
    away = absences.of(turn.db, leaver.id)
    if away is not None:
        absence.stands_in_no_longer(turn, leaver, away)
    held = fault_lists.held_by(turn.db, leaver.id)
    promised = {before.id: absence.let_go_of_visit(turn, before, leaver) for before in held}
    people.end_work(turn.db, leaver, person)
    thread_telling.give_up(turn, leaver)
    without = _leave_households(turn, leaver)
    for before in held:
        # Where the presser lives there, or is no one of the desk, it happens of itself.
        by = person if "staff" in faults.standing(turn.db, before, person) else None
        free = faults.move(turn.db, before.id, "release", by, turn.now)
        absence.take_day_away(turn, free, before, leaver, promised[before.id])
        tell(turn, faults.get(turn.db, free.id) or free, "release", before)
    taken_back.left_work(turn, leaver)
    now_without = people.get(turn.db, leaver.id)
    turn.say(messages.WorkEnded(words_of(turn, now_without)), to=leaver.chat)
    set_menu(turn, now_without, to=leaver.chat)
    in_group = bool(teams.of_areas(turn.db, leaver.areas))
    told = messages.HasLeft(name_of(leaver), len(held), in_group, without)
    for colleague in people.with_work(turn.db, "staff"):
        if colleague.chat != turn.chat:
            turn.say(told, to=colleague.chat)
    _show(turn, told)


def _leave_households(turn: Turn, leaver: Person) -> int:
    """An officer's households have none now, and her colleagues are told."""
    without = households.let_go(turn.db, leaver.id, turn.now)
    if without:
        tell_officers(turn, OfficerNews("free"), NoOfficer("households", without))
    return without
