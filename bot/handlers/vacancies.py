"""/vacancy: flats given notice on. What waits, one flat and why it goes where it goes, confirming,
withdrawing, and going against the rule by two people. Registering is in `vacancy_entry`.
"""

from collections.abc import Callable

import msgspec
from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import homes as stock_handlers
from bot.handlers.access import today
from bot.handlers.people import who
from bot.messages import vacancies as messages
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.vacancies import VacancyRow
from storage import ledger, people, vacancies, vacancy_acts, vacancy_leases, vacancy_lists
from storage.contracts import Contract
from storage.conversations import Conversation
from storage.ledger import Policy
from storage.people import Person
from storage.vacancies import NotAllowed, NotNow, Vacancy
from storage.vacancy_leases import Tied
from storage.vacancy_lists import Entry

CARD = "vacancies"
NAME = "vacancy"
A_PAGE = 8
LATEST = 3
MOST_SHOWN = 20
LONGEST_WHY = 300


class Draft(msgspec.Struct):
    """What is being registered, or the flat (`vacancy`) that is to go against the rule or to be left on
    another day.
    """

    home: int = 0
    contract: str = ""
    notice: str = ""
    last_day: str = ""
    excluded: str | None = None
    vacancy: int = 0


def at_desk(turn: Turn) -> Person | None:
    """Who asks, if she is of the desk; else she is told that this is not for her."""
    return who(turn) if stock_handlers.of_desk(turn) else None


def leave_typing(turn: Turn) -> None:
    """What is written next is about no flat."""
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


def display(turn: Turn, message: Message) -> None:
    """There is one screen of flats in a chat, where the person is looking."""
    turn.card_here(CARD, message)


def row_of(entry: Entry) -> VacancyRow:
    """A flat as it stands in a list."""
    flat = entry.vacancy
    return VacancyRow(
        flat.id,
        entry.object,
        entry.address,
        entry.flat,
        flat.state,
        flat.notice,
        flat.number or 0,
        flat.excluded,
    )


async def show(update: Update, turn: Turn) -> None:
    """vacancy.show:now, and /vacancy alone"""
    if at_desk(turn) is None:
        return
    leave_typing(turn)
    overview(turn)


def overview(turn: Turn) -> None:
    """What waits, and what was confirmed lately."""
    asked = [row_of(entry) for entry in vacancy_lists.waiting_for_second(turn.db)[:A_PAGE]]
    latest = [row_of(entry) for entry in vacancy_lists.page(turn.db, 0, LATEST)]
    missing = [
        (each.id, stock_handlers.row_of(turn, vacancies.home_of(turn.db, each.home)))
        for each in missing_of(turn)[:A_PAGE]
    ]
    display(turn, messages.Vacancies(len(vacancies.drafts(turn.db)), asked, latest, missing))


def missing_of(turn: Turn) -> list[Contract]:
    """The contracts on notice whose flat who asks is to register: none on which she lives herself."""
    person = who(turn)
    found = vacancy_leases.not_registered(turn.db, today(turn))
    return [each for each in found if person is not None and each.household != person.household]


# -- One flat ----------------------------------------------------------------------------------------


def _meant(turn: Turn) -> tuple[Entry, Person, str] | None:
    """The flat that was pressed, who of the desk pressed, and what came after its id."""
    person = at_desk(turn)
    if person is None:
        return None
    leave_typing(turn)
    number, _, rest = turn.value.partition(".")
    found = vacancy_lists.entry(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if found is None:
        turn.say(messages.NotPossible("unknown"))
        return None
    return found, person, rest


async def card(update: Update, turn: Turn) -> None:
    """vacancy.card:12"""
    found = _meant(turn)
    if found is not None:
        show_card(turn, found[0].vacancy.id, found[1])


def show_card(turn: Turn, vacancy: int, person: Person, *, doubled: bool = False, asks: str = "") -> None:
    """Shows a flat to one of the desk, which is noted."""
    entry = vacancy_lists.entry(turn.db, vacancy)
    if entry is None:
        return
    display(turn, _card(turn, entry, person, doubled, asks))


def _card(turn: Turn, entry: Entry, person: Person, doubled: bool, asks: str) -> messages.VacancyCard:
    flat = entry.vacancy
    policy = flat.policy or Policy("", 1, 1)
    settled = vacancies.get(turn.db, flat.settles) if flat.settles is not None else None
    asker = people.get(turn.db, flat.asked_by) if flat.asked_by is not None else None
    return messages.VacancyCard(
        vacancy=flat.id,
        object=entry.object,
        address=entry.address,
        flat=entry.flat,
        contract=flat.contract,
        notice=flat.notice,
        last_day=flat.last_day.isoformat(),
        state=flat.state,
        rooms=entry.rooms,
        excluded=flat.excluded,
        number=flat.number or 0,
        begins=policy.begins,
        part=policy.part,
        whole=policy.whole,
        place=flat.place,
        goes=flat.goes,
        settles=(settled.number or 0) if settled is not None else 0,
        override=flat.override,
        because=flat.why,
        asked=flat.asked or 0,
        asked_by=asker.called if asker is not None else "",
        mine=flat.asked_by == person.id,
        reason=flat.reason,
        can=_acts(turn, flat, person),
        doubled=doubled,
        asks=asks,
    )


def _acts(turn: Turn, flat: Vacancy, person: Person) -> list[str]:
    """What the reader may press now; who presses is checked where it is written."""
    if vacancies.lives_in(turn.db, person, flat.home):
        return []
    can = []
    home = vacancies.home_of(turn.db, flat.home)
    if flat.state == "draft" and not vacancy_leases.exclusion_of(turn.db, home, flat.arrived):
        can.append("count" if flat.excluded else "exclude")
    if flat.asked is not None:
        can += ["refuse"] if flat.asked_by == person.id else ["agree", "refuse"]
    elif (flat.state, "asked") in vacancies.TRANSITIONS:
        can.append("override")
    begun = vacancy_leases.has_begun(turn.db, flat, today(turn))
    if (flat.state, "dated") in vacancies.TRANSITIONS and not begun:
        can.append("last")
    if (flat.state, "withdrawn") in vacancies.TRANSITIONS and not begun:
        can.append("withdraw")
    return can


def attempt(turn: Turn, vacancy: int, person: Person, act: Callable[[], Vacancy]) -> Vacancy | None:
    """Does something to a flat and shows it; says why where it cannot be."""
    try:
        after = act()
    except NotAllowed:
        found = vacancies.get(turn.db, vacancy)
        own = found is not None and vacancies.lives_in(turn.db, person, found.home)
        turn.say(messages.NotPossible("own" if own else "fixed"))
        return None
    except (NotNow, LookupError):
        turn.say(messages.NotPossible("now"))
        show_card(turn, vacancy, person)
        return None
    except Tied as tied:
        turn.say(messages.NotPossible(tied.why))
        show_card(turn, vacancy, person)
        return None
    show_card(turn, after.id, person)
    return after


async def exclude(update: Update, turn: Turn) -> None:
    """vacancy.exclude:12: why?"""
    found = _meant(turn)
    if found is not None:
        asks = "exclude" if found[0].vacancy.state == "draft" else ""
        show_card(turn, found[0].vacancy.id, found[1], asks=asks)


async def exclude_as(update: Update, turn: Turn) -> None:
    """vacancy.exclude_as:12.exchange, vacancy.exclude_as:12.counts"""
    found = _meant(turn)
    if found is None:
        return
    entry, person, said = found
    reason = "" if said == "counts" else said
    flat = entry.vacancy.id
    if said != "counts" and said not in vacancy_acts.EXCLUDED:
        show_card(turn, flat, person)
        return
    attempt(turn, flat, person, lambda: vacancy_acts.exclude(turn.db, flat, reason, person, turn.now))


async def withdraw(update: Update, turn: Turn) -> None:
    """vacancy.withdraw:12: because the tenant stays, or by mistake?"""
    found = _meant(turn)
    if found is not None:
        may = (found[0].vacancy.state, "withdrawn") in vacancies.TRANSITIONS
        show_card(turn, found[0].vacancy.id, found[1], asks="withdraw" if may else "")


async def withdraw_as(update: Update, turn: Turn) -> None:
    """vacancy.withdraw_as:12.stays"""
    found = _meant(turn)
    if found is None:
        return
    entry, person, reason = found
    flat = entry.vacancy.id
    if reason not in vacancy_acts.WITHDRAWN:
        show_card(turn, flat, person)
        return
    attempt(turn, flat, person, lambda: vacancy_acts.withdraw(turn.db, flat, reason, person, turn.now))


# -- Confirming --------------------------------------------------------------------------------------


async def drafts(update: Update, turn: Turn) -> None:
    """vacancy.drafts:1"""
    person = at_desk(turn)
    if person is not None:
        leave_typing(turn)
        page = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 4 else 1
        _batch(turn, person, page)


def _batch(turn: Turn, person: Person, page: int = 1, *, changed: bool = False, sure: bool = False) -> None:
    waiting = vacancies.drafts(turn.db)
    page = max(1, min(page, -(-len(waiting) // A_PAGE)))
    first = (page - 1) * A_PAGE
    shown = [vacancy_lists.entry(turn.db, each.id) for each in waiting[first : first + A_PAGE]]
    display(
        turn,
        messages.Batch(
            len(waiting),
            vacancies.latest_line(turn.db, waiting),
            [row_of(entry) for entry in shown if entry is not None],
            page,
            more=first + A_PAGE < len(waiting),
            changed=changed,
            sure=sure and bool(waiting),
            rule=turn.company.allocation_rule(today(turn)) is not None,
            own=any(vacancies.lives_in(turn.db, person, each.home) for each in waiting),
        ),
    )


async def confirm(update: Update, turn: Turn) -> None:
    """vacancy.confirm:ask.3.17, then vacancy.confirm:3.17: how many the person has seen, and the last line of
    the ledger about them, by which a change is known.
    """
    person = at_desk(turn)
    if person is None:
        return
    leave_typing(turn)
    waiting = vacancies.drafts(turn.db)
    rule = turn.company.allocation_rule(today(turn))
    own = any(vacancies.lives_in(turn.db, person, each.home) for each in waiting)
    if rule is None or own or not waiting:
        _batch(turn, person)
        return
    seen = turn.value.removeprefix("ask.")
    part, whole = rule.share
    policy = Policy(rule.begins.isoformat(), part, whole, rule.substitutes)
    if ledger.is_changed(turn.db, policy):
        turn.say(messages.NotPossible("rule"))
        _batch(turn, person)
    elif seen != f"{len(waiting)}.{vacancies.latest_line(turn.db, waiting)}":
        _batch(turn, person, changed=True)
    elif seen != turn.value:
        _batch(turn, person, sure=True)
    else:
        settled = vacancy_acts.confirm(turn.db, [each.id for each in waiting], policy, person, turn.now)
        found = [vacancy_lists.entry(turn.db, each.id) for each in settled]
        rows = [row_of(entry) for entry in found if entry is not None]
        display(turn, messages.Confirmed(rows[:MOST_SHOWN], len(rows[MOST_SHOWN:])))


# -- Against the rule --------------------------------------------------------------------------------


async def override(update: Update, turn: Turn) -> None:
    """vacancy.override:12: the reason is asked for, in writing."""
    found = _meant(turn)
    if found is None:
        return
    entry, person, _ = found
    flat = entry.vacancy
    if "override" not in _acts(turn, flat, person):
        show_card(turn, flat.id, person)
        return
    turn.stand(NAME, "override", Draft(vacancy=flat.id))
    show_card(turn, flat.id, person, asks="override")


def ask_override(turn: Turn, person: Person, standing: Conversation, said: str) -> None:
    """The reason was written: a second person is asked."""
    flat = vacancies.get(turn.db, msgspec.json.decode(standing.data, type=Draft).vacancy)
    if len(said) > LONGEST_WHY:
        turn.say(NotUsed("too_long"))
        return
    turn.end()
    if flat is None:
        overview(turn)
        return
    goes = "queue" if flat.state == "unit" else "unit"
    after = attempt(
        turn, flat.id, person,
        lambda: vacancy_acts.ask_override(turn.db, flat.id, goes, said, person, turn.now),
    )  # fmt: skip
    if after is not None:
        _tell(turn, "asked", after, person, people.with_work(turn.db, "staff"))


async def agree(update: Update, turn: Turn) -> None:
    """vacancy.agree:12.45"""
    _answer(turn, agrees=True)


async def refuse(update: Update, turn: Turn) -> None:
    """vacancy.refuse:12.45; who asked takes it back so."""
    _answer(turn, agrees=False)


def _answer(turn: Turn, agrees: bool) -> None:
    found = _meant(turn)
    if found is None:
        return
    entry, person, asked = found
    flat = entry.vacancy
    if agrees and flat.asked_by == person.id:
        turn.say(messages.NotPossible("second"))
        show_card(turn, flat.id, person)
        return
    line = int(asked) if asked.isdecimal() and len(asked) < 16 else 0
    after = attempt(
        turn, flat.id, person,
        lambda: vacancy_acts.answer_override(turn.db, flat.id, line, agrees, person, turn.now),
    )  # fmt: skip
    asker = people.get(turn.db, flat.asked_by) if flat.asked_by is not None else None
    if after is not None and asker is not None:
        _tell(turn, "agreed" if agrees else "refused", after, person, [asker])


def _tell(turn: Turn, what: str, flat: Vacancy, person: Person, to: list[Person]) -> None:
    for each in to:
        if each.id != person.id and not vacancies.lives_in(turn.db, each, flat.home):
            turn.say(messages.OverrideNews(what, flat.id, person.called), to=each.chat)
