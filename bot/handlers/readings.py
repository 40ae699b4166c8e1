"""What of somebody's record a screen shows, and that it is kept who read it: here, for every screen there is.

A screen counts when it is shown to who wrote or pressed, and a message when it comes by itself. That a card
stays true where it stands is no reading. Kept is which record it was, never what stands in it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from bot.engine.turn import Shown, Turn
from bot.messages import (
    absence,
    allocation,
    conversions,
    desk_threads,
    households,
    meetings,
    notice_desk,
    officers,
    threads,
    today,
    tracks,
    triage,
    unit_offers,
    vacancies,
    work_orders,
)
from storage import audit, people

# What was done, the kind of the record, and which of them; 0 for one that is not there yet.
Record = tuple[str, str, int | str]


def _households(rows: Iterable[Any]) -> list[Record]:
    return [("read", "household", row.household) for row in rows]


def _household(message: Any) -> list[Record]:
    return _households([message])


def _orders(numbers: Iterable[int]) -> list[Record]:
    return [("read", "order", number) for number in numbers]


def _vacancies(rows: Iterable[Any]) -> list[Record]:
    return [("read", "vacancy", row.vacancy) for row in rows]


def _flat(card: unit_offers.FlatCard) -> list[Record]:
    chosen = [card.chosen] if card.chosen is not None else []
    return [*_households([*card.candidates, *chosen]), ("read", "offer", card.offer)]


def _contracts(rows: Iterable[Any]) -> list[Record]:
    return [("read", "contract", row.contract) for row in rows]


def _thread(message: Any) -> list[Record]:
    return [("read", "thread", message.number)]


READS: dict[type[msgspec.Struct], Callable[[Any], list[Record]]] = {
    # Officers.
    officers.TaskList: lambda said: _households(said.rows),
    officers.CaseList: lambda said: _households(said.rows),
    officers.HouseholdCard: _household,
    officers.HouseholdCode: lambda said: [("invited", "household", said.household)],
    households.AskPersons: _household,
    households.AskLives: _household,
    households.AskHome: _household,
    households.WhoLeft: _household,
    unit_offers.FlatCard: _flat,
    unit_offers.OfferDesk: lambda said: [("read", "offer", said.number)],
    tracks.TrackCard: lambda said: [("read", "tracks", said.household)],
    # Officers and the desk.
    conversions.ConversionList: lambda said: _contracts([*said.rows, *said.others]),
    conversions.ConversionCard: lambda said: _contracts([said]),
    # The desk.
    vacancies.Vacancies: lambda said: _vacancies([*said.asked, *said.latest]),
    vacancies.VacancyCard: lambda said: _vacancies([said]),
    vacancies.Batch: lambda said: _vacancies(said.rows),
    vacancies.Confirmed: lambda said: _vacancies(said.rows),
    allocation.AllFlats: lambda said: _vacancies(said.rows),
    triage.TriageList: lambda said: _orders(row.number for row in said.rows),
    triage.NotDelivered: lambda said: _households(said.rows),
    triage.OrdersFile: lambda said: [("exported", "orders", "all")],
    triage.OrderPage: lambda said: [("exported", "order", said.number)],
    notice_desk.Homes: lambda said: [("read", "notice", said.notice)],
    notice_desk.PaperFile: lambda said: [("exported", "notice", said.notice)],
    meetings.Guests: lambda said: [("read", "meeting", said.notice)],
    desk_threads.DeskThread: _thread,
    desk_threads.AboutToSend: _thread,
    threads.ThreadFile: _thread,
    # Caretakers too.
    work_orders.OrderCard: lambda said: _orders([said.number]),
    work_orders.Orders: lambda said: _orders(row[0] for row in said.rows),
    today.DayList: lambda said: _orders(line.number for line in said.orders),
    absence.TakenOver: lambda said: _orders(row[0] for row in said.rows),
}


def note(turn: Turn, shown: Sequence[Shown]) -> None:
    """Of all that a turn shows, what those who work here read of somebody's record by it is noted."""
    found: dict[int, dict[Record, None]] = {}
    for each in shown:
        records = READS.get(type(each.message))
        here = each.chat in (turn.chat, turn.user)
        if records is not None and (here or not each.is_card):
            read = found.setdefault(turn.user if here else each.chat, {})
            read |= dict.fromkeys(record for record in records(each.message) if record[2])
    for chat, read in found.items():
        reader = people.by_chat(turn.db, chat)
        if reader is not None and reader.work:
            audit.add_all(turn.db, reader.id, list(read), turn.now)
