"""From second-hand to first-hand, for the unit and the office: a card a contract, and the list of them.

A press counts by the state of the contract and by who presses: `storage/conversions.py` says who may.
"""

import datetime
from collections.abc import Callable

import msgspec
from telegram import Update

from bot import days
from bot.engine.turn import Turn
from bot.handlers import waiting
from bot.handlers.deadlines import moment_of
from bot.handlers.households import phone_row
from bot.handlers.offer_news import call_about, tell_officers
from bot.handlers.offer_news import unreached as nobody_is_reached
from bot.handlers.people import who
from bot.messages import conversions as messages
from bot.messages.general import NotUsed
from bot.messages.home import Push
from bot.messages.households import PhoneRow
from bot.messages.unit_offers import NoOfficer, OfficerNews
from storage import (
    cards,
    chats,
    contract_lists,
    contracts,
    conversion_news,
    conversions,
    facts,
    homes,
    households,
    people,
    proofs,
    vacancy_leases,
)
from storage.contracts import Contract
from storage.conversions import POINTS, Conversion
from storage.leases import add_months
from storage.people import Person

CARD = "conversions"
NAME = "conversion"
DAYS_OFFERED = 6
MONTHS_OFFERED = 3
A_PAGE = 10
OPEN = frozenset({"second", "convert", "signed2", "notice"})


class AtContract(msgspec.Struct, frozen=True):
    """The contract that is written about, and what is asked: day.registered, number or arrived."""

    contract: int
    asks: str


def today(turn: Turn) -> datetime.date:
    return moment_of(turn.now).date()


# -- Telling ---------------------------------------------------------------------------------------


def tell_unit(turn: Turn, contract: int, household: int) -> None:
    """The officer of a household hears that there is something to do. Where it has none, all of the unit hear
    that there is a household to take over.
    """
    case = households.get(turn.db, household)
    officer = people.get(turn.db, case.officer) if case is not None and case.officer is not None else None
    if officer is not None:
        _tell(turn, officer, contract, household)
    else:
        tell_officers(turn, OfficerNews("free"), NoOfficer("households"))


def tell_desk(turn: Turn, contract: int, household: int) -> None:
    """The office hears that there is something to do."""
    for person in people.with_work(turn.db, "staff"):
        _tell(turn, person, contract, household)


def _tell(turn: Turn, person: Person, contract: int, household: int) -> None:
    if person.household != household and person.chat != turn.chat:
        turn.say(messages.ConversionNews(contract), to=person.chat)


def tell_adults(turn: Turn, household: int, push: Push, key: str) -> None:
    """Every adult of a household hears that there is something new; whether it came is seen by its card."""
    for person in people.of_household(turn.db, household):
        if person.adult:
            turn.card(key, push, to=person.chat)
    call_about(turn, household, key)


def unreached(turn: Turn, chat: int) -> None:
    """An adult has blocked the bot, or left it, before she opened the good news: her officer hears of it at
    once, and once. Where another adult reads it, nobody need call.
    """
    person = people.by_chat(turn.db, chat)
    if person is None or person.household is None or not person.adult:
        return
    contract = contracts.of_household(turn.db, person.household, today(turn))
    found = conversions.of_contract(turn.db, contract.id) if contract is not None else None
    if contract is None or found is None or found.state != "approved":
        return
    name = f"conversion.unreached.{found.id}.{person.id}"
    if person.id in conversion_news.readers(turn.db, found.id) or facts.get(turn.db, name) is not None:
        return
    facts.put(turn.db, name, str(turn.now))
    if nobody_is_reached(turn.db, person.household):
        call_about(turn, person.household, news_key(found.id))
    else:
        tell_unit(turn, contract.id, contract.household)


def news_key(conversion: int) -> str:
    """The card of the push about a conversion, in the chat of an adult."""
    return f"home.push.{conversion}"


# -- The list --------------------------------------------------------------------------------------


async def list_(update: Update, turn: Turn) -> None:
    """/conversions, conversion.list:2: what waits for this person, then the contracts that end, and the other
    second-hand ones she may see.
    """
    person = _worker(turn)
    if person is not None:
        leave_typing(turn)
        page = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 4 else 1
        turn.card_here(CARD, _listed(turn, person, page))


def _worker(turn: Turn) -> Person | None:
    person = who(turn)
    if person is None or not person.work & {"officer", "staff"}:
        turn.say(NotUsed("not_for_you"))
        return None
    return person


def _listed(turn: Turn, person: Person, page: int) -> messages.ConversionList:
    day = today(turn)
    rows, ending, others = [], [], []
    for contract in contracts.in_states(turn.db, frozenset({"second", "convert", "first", "notice"}), day):
        sides = proofs.sides(turn.db, contract.household, person)
        if not sides:
            continue
        why, months = _why(turn, contract, sides)
        row = messages.Row(contract.id, about(turn, contract, sides), why or "open", months)
        if why:
            rows.append(row)
        elif contract.state == "notice":
            ending.append(msgspec.structs.replace(row, why="notice"))
        elif contract.state == "second":
            others.append(row)
    found = [*rows, *ending, *others]
    page = min(max(1, page), max(1, -(-len(found) // A_PAGE)))
    first, after = (page - 1) * A_PAGE, page * A_PAGE
    return messages.ConversionList(
        rows[first:after],
        found[max(first, len(rows)) : after],
        page,
        after < len(found),
    )


def _why(turn: Turn, contract: Contract, sides: frozenset[str]) -> tuple[str, int]:
    """Why a contract waits for somebody of these sides, a key of WHY; "" if it does not."""
    found = conversions.of_contract(turn.db, contract.id)
    months = contract_lists.alarm_of(turn.db, contract.id)
    if found is not None and found.undo_votes and found.state == "approved":
        return "undo", 0
    if found is not None and found.state == "open":
        return ("approve", 0) if _is_ready(found) else ("open", 0)
    if found is not None and found.id in conversion_news.wants_call(turn.db) and "officer" in sides:
        return "call", 0
    if contract.state == "second" and "officer" in sides and proofs.waiting(turn.db, contract.id):
        return "registered", 0
    return ("long", months) if months and contract.state != "first" else ("", 0)


def _is_ready(found: Conversion) -> bool:
    return not found.missing and bool(found.number) and found.effective is not None


def about(turn: Turn, contract: Contract, sides: frozenset[str]) -> str:
    """The officer's own word for a household; for the office, where it lives."""
    case = households.get(turn.db, contract.household)
    if case is not None and "officer" in sides:
        return case.label
    home = homes.get(turn.db, contract.home)
    assert home is not None
    return f"{homes.house(turn.db, home.house).address}, {home.flat}"


# -- One contract ----------------------------------------------------------------------------------

Pressed = tuple[Person, Contract, list[str]]


def pressed(turn: Turn, side: str = "") -> Pressed | None:
    """Who pressed, the contract, and what came after its number; None if this is not for the presser, who is
    then told so. `side` is one that the press needs.
    """
    person = _worker(turn)
    if person is None:
        return None
    number, *rest = turn.value.split(".")
    found = int(number) if number.isdecimal() and len(number) < 16 else 0
    contract = contracts.get(turn.db, found, today(turn))
    sides = proofs.sides(turn.db, contract.household, person) if contract is not None else frozenset()
    if contract is None or not sides or (side and side not in sides):
        turn.say(NotUsed("not_for_you"))
        return None
    return person, contract, rest


async def show(update: Update, turn: Turn) -> None:
    """conversion.show:7"""
    found = pressed(turn)
    if found is not None:
        leave_typing(turn)
        show_card(turn, found[0], found[1].id)


def show_card(turn: Turn, person: Person, contract_id: int, asks: str = "") -> None:
    """The card as it is now, with what is asked on it."""
    day = today(turn)
    contract = contracts.get(turn.db, contract_id, day)
    assert contract is not None
    found = conversions.of_contract(turn.db, contract_id)
    current = found if found is not None and found.state in ("open", "approved") else None
    sides = proofs.sides(turn.db, contract.household, person)
    said = proofs.waiting(turn.db, contract_id)
    turn.card_here(
        CARD,
        messages.ConversionCard(
            contract=contract.id,
            about=about(turn, contract, sides),
            state=contract.state,
            kind=contract.kind,
            begins=contract.begins.isoformat(),
            ends=contract.ends.isoformat() if contract.ends is not None else "",
            check_by=said[0].check_by.isoformat() if said else "",
            proofs=[
                messages.Seen(each.ground, each.day.isoformat(), _name(turn, each.seen_by))
                for each in proofs.proofs(turn.db, contract_id)
            ],
            conversion=current.id if current is not None else 0,
            stage=current.state if current is not None else "",
            required=list(current.required) if current is not None else [],
            ticked=[point for point in POINTS if current is not None and point in current.ticked],
            number=current.number if current is not None else "",
            effective=current.effective.isoformat() if current is not None and current.effective else "",
            votes=[_name(turn, each) for each in current.votes.values()] if current is not None else [],
            undo_votes=[_name(turn, each) for each in current.undo_votes.values()] if current else [],
            told=_told(turn, contract, current) if current is not None else [],
            asks=asks,
            days=_offered(turn, contract, asks),
            people=_colleagues(turn, person, contract) if asks.startswith("saw") else [],
            adults=_adults(turn, contract) if asks.startswith("whose") else [],
            can=_can(turn, contract, current, sides),
        ),
    )


def _can(turn: Turn, contract: Contract, current: Conversion | None, sides: frozenset[str]) -> list[str]:
    """What this reader can press now."""
    found = []
    officer, staff = "officer" in sides, "staff" in sides
    if contract.state == "second" and officer:
        found += ["record"] if turn.company.rooms.offers else []
        found += ["not_yet"] if proofs.waiting(turn.db, contract.id) else []
    if current is not None and current.state == "open":
        found += ["tick", "number", "date", "refuse"]
        found += [f"tick_{group}" for group in messages.GROUPS if _left(current, group)]
        found += ["approve"] if _is_ready(current) else []
    if current is not None and current.state == "approved":
        found += ["undo"] if contract.state in ("convert", "first") else []
        found += ["keep"] if current.undo_votes else []
        found += ["called"] if officer and current.id in conversion_news.wants_call(turn.db) else []
    if contract_lists.alarm_of(turn.db, contract.id):
        found.append("long")
    if staff and contract.state in ("second", "first"):
        found.append("notice")
    if staff and contract.state == "notice":
        found.append("withdraw")
        is_missing = contract in vacancy_leases.not_registered(turn.db, today(turn))
        found += ["register"] if is_missing and turn.company.rooms.allocation else []
    case = households.get(turn.db, contract.household)
    if officer and case is not None:
        found.append("tracks")
    return found


def _left(current: Conversion, group: str) -> list[str]:
    """The points of the unit or the company that one press ticks; the contract's number is written first."""
    return [
        point
        for point, sees_to in POINTS.items()
        if sees_to == group and point not in current.ticked and (point != "lease_made" or current.number)
    ]


def _told(turn: Turn, contract: Contract, current: Conversion) -> list[messages.Told]:
    """Whether the news came to each adult, and what she said."""
    if current.state != "approved":
        return []
    readers = conversion_news.readers(turn.db, current.id)
    found = []
    adults = [person for person in people.of_household(turn.db, contract.household) if person.adult]
    for n, person in enumerate(adults, 1):
        reader = readers.get(person.id)
        card = cards.get(turn.db, person.chat, news_key(current.id))
        if reader is None:
            is_there = card is not None and card.message_id is not None
            reached = chats.get(turn.db, person.chat).reachable
            state = "sent" if is_there else "under_way" if reached else "not_sent"
        else:
            state = reader.answer or "opened"
            state = "called" if state == "call" and reader.called is not None else state
        found.append(messages.Told(n, state))
    return found


def _offered(turn: Turn, contract: Contract, asks: str) -> list[str]:
    """The days on the buttons of a question."""
    day = today(turn)
    match asks.partition(".")[0]:
        case "died":
            arrived = datetime.date.fromisoformat(asks.partition(".")[2])
            return [(arrived - datetime.timedelta(days=back)).isoformat() for back in range(DAYS_OFFERED)]
        case "day" | "arrived":
            return [(day - datetime.timedelta(days=back)).isoformat() for back in range(DAYS_OFFERED)]
        case "effective":
            first = day.replace(day=1)
            months = [add_months(first, n) for n in range(MONTHS_OFFERED + 1)]
            return [each.isoformat() for each in months if each >= day and each > contract.begins]
    return []


def _name(turn: Turn, person_id: int) -> str:
    person = people.get(turn.db, person_id)
    return person.called if person is not None else f"#{person_id}"


def _colleagues(turn: Turn, person: Person, contract: Contract) -> list[tuple[int, str]]:
    """Who can have seen a proof, whoever notes it first."""
    unit = [each for each in people.with_work(turn.db, "officer") if each.household != contract.household]
    unit.sort(key=lambda each: (each.id != person.id, each.called))
    return [(each.id, each.called) for each in unit]


def _adults(turn: Turn, contract: Contract) -> list[PhoneRow]:
    """The adults whose registration was not seen yet."""
    seen = {proof.person for proof in proofs.proofs(turn.db, contract.id)}
    living = people.of_household(turn.db, contract.household)
    return [phone_row(turn, each) for each in living if each.adult and each.id not in seen]


# -- Doing something -------------------------------------------------------------------------------


def do(turn: Turn, person: Person, contract: Contract, act: Callable[[], object]) -> bool:
    """Does something and shows the card; answers with what is true where it cannot be."""
    try:
        act()
    except (proofs.NotAllowed, contracts.NotAllowed):
        turn.say(NotUsed("not_for_you"))
        return False
    except proofs.NotNow as late:
        show_card(turn, person, contract.id)
        turn.say(messages.NotNow(str(late)))
        return False
    except contracts.NotNow:
        show_card(turn, person, contract.id)
        turn.say(messages.NotNow("contract"))
        return False
    leave_typing(turn)
    show_card(turn, person, contract.id)
    return True


# -- What is written -------------------------------------------------------------------------------


def ask(turn: Turn, person: Person, contract: Contract, asks: str) -> None:
    """Opens a question on the card whose answer can be written. A report that is being made goes before."""
    standing = turn.standing()
    if standing is None or standing.name in (NAME, waiting.NAME):
        turn.stand(NAME, "typed", AtContract(contract.id, asks))
    show_card(turn, person, contract.id, asks)


def leave_typing(turn: Turn) -> None:
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


def typed_at(turn: Turn) -> tuple[Person, Contract, str] | None:
    """Who writes, the contract that is written about, and what was asked; None if nothing was, or not now."""
    standing = turn.standing()
    person = who(turn)
    if standing is None or standing.name != NAME or person is None:
        return None
    at = msgspec.json.decode(standing.data, type=AtContract)
    contract = contracts.get(turn.db, at.contract, today(turn))
    if contract is None or not proofs.sides(turn.db, contract.household, person):
        turn.end()
        return None
    return person, contract, at.asks


def day_written(turn: Turn, said: str) -> datetime.date | None:
    """A day that has come, as it was written: one without a year is the last such day."""
    now = today(turn)
    found = days.day_meant(said, now)
    if found is not None and found > now and str(found.year) not in said:
        return add_months(found, -12)
    return found
