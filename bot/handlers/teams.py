"""The group of an area: /team, whether the bot may read there, who presses, and when it moves or is lost."""

import msgspec
from telegram import Update

from bot.engine.turn import SCREEN, Callback, Event, Turn
from bot.handlers.fault_cards import order_key, show_team
from bot.handlers.people import who
from bot.messages import teams as messages
from bot.messages.general import NotUsed
from bot.speech import RECORD
from storage import cards, chats, fault_lists, faults, homes, outbox, people, teams
from storage.people import Person
from storage.teams import Team

ORDER = order_key(0).removesuffix("0")
# What a caretaker can do something about: the rest is with the office.
SHOWN_AT_ONCE = frozenset({"received", "taken", "started", "waiting"})


class Wish(msgspec.Struct, frozen=True):
    """That the group shall be for this area, and whose wish it is."""

    area: str
    person: int


def _areas_of(turn: Turn, person: Person | None) -> dict[str, str]:
    """The areas whose group this person may choose, by id with their names."""
    everywhere = homes.areas(turn.db)
    if person is None:
        return {}
    if person.work & {"staff", "admin"}:
        return everywhere
    return {area: name for area, name in everywhere.items() if area in person.areas}


async def team(update: Update, turn: Turn) -> None:
    """/team in a group: its area, asked for where there are several."""
    person = who(turn)
    areas = _areas_of(turn, person)
    if person is None or not areas:
        turn.say(NotUsed("not_for_you"))
        return
    chats.set_locale(turn.db, turn.chat, RECORD)
    bound = teams.get(turn.db, turn.chat)
    if bound is None and len(areas) == 1:
        turn.ask(Wish(next(iter(areas)), person.id))
        return
    if bound is not None and bound.area not in areas:
        turn.say(NotUsed("not_for_you"))
        return
    others = [messages.Area(area, name) for area, name in areas.items() if not bound or area != bound.area]
    turn.screen(messages.ChooseArea(others, areas[bound.area] if bound else ""))


async def team_in_private(update: Update, turn: Turn) -> None:
    """/team where there is no group: it is said where to write it."""
    turn.say(NotUsed("team" if _areas_of(turn, who(turn)) else "not_for_you"))


async def choose(update: Update, turn: Turn) -> None:
    """team.area:norr, in a group."""
    person = who(turn)
    areas = _areas_of(turn, person)
    bound = teams.get(turn.db, turn.chat)
    if not turn.in_group:
        turn.say(NotUsed("old_button"))
    elif person is None or turn.value not in areas or (bound is not None and bound.area not in areas):
        turn.say(NotUsed("not_for_you"))
    else:
        turn.ask(Wish(turn.value, person.id))


async def asked(event: Event, turn: Turn) -> None:
    """What the bot may do in the group is known: it is for the area now, or is told what to do first."""
    wish = msgspec.convert(event.data["note"], Wish)
    person = people.get(turn.db, wish.person)
    areas = _areas_of(turn, person)
    before = teams.get(turn.db, event.chat)
    if person is None or not {wish.area, before.area if before else wish.area} <= set(areas):
        return  # no longer hers to wish
    if not event.data["writes"]:
        turn.say(messages.CannotWrite(), to=person.chat)
        return
    if not event.data["reads"]:
        turn.card(SCREEN, messages.CannotRead(), to=event.chat)
        return
    if before is not None and before.area != wish.area:
        _close_cards(turn, event.chat)
    teams.bind(turn.db, event.chat, wish.area, turn.now)
    turn.card(SCREEN, messages.Bound(areas[wish.area]), to=event.chat)
    for fault in fault_lists.open_in(turn.db, frozenset({wish.area})):
        if fault.state in SHOWN_AT_ONCE and event.chat in teams.showing(turn.db, fault):
            show_team(turn, fault, event.chat)


async def leave(update: Update, turn: Turn) -> None:
    """team.leave:yes, in a group."""
    bound = teams.get(turn.db, turn.chat)
    if bound is None:
        turn.say(NotUsed("old_button"))
    elif bound.area not in _areas_of(turn, who(turn)):
        turn.say(NotUsed("not_for_you"))
    else:
        teams.end(turn.db, turn.chat)
        turn.screen(messages.LetGo())
        _close_cards(turn, turn.chat)


def counted(callback: Callback) -> Callback:
    """A press on an order in a group counts by who presses, where the order stands in that group."""

    async def handler(update: Update, turn: Turn) -> None:
        bound = teams.get(turn.db, turn.chat)
        if bound is None:
            turn.toast(NotUsed("no_team"))
        elif not _stands_here(turn, bound):
            turn.toast(NotUsed("old_button"))
        else:
            await callback(update, turn)

    return handler


def _stands_here(turn: Turn, bound: Team) -> bool:
    number = turn.value.partition(".")[0]
    fault = faults.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    return fault is not None and bound.chat in teams.showing(turn.db, fault)


# -- When the group moves or goes ----------------------------------------------------------------------


async def migrated(update: Update, turn: Turn) -> None:
    """The group has become a supergroup: said in the old one, and in the new one."""
    message = update.message
    assert message is not None
    if message.migrate_to_chat_id is not None:
        _move(turn, turn.chat, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        _move(turn, message.migrate_from_chat_id, turn.chat)


async def moved(event: Event, turn: Turn) -> None:
    """The same, learned when something was sent to the old one."""
    _move(turn, event.id, event.chat)


def _move(turn: Turn, old: int, new: int) -> None:
    """The area goes with the group, and its cards are sent anew."""
    if teams.get(turn.db, old) is None:
        return
    teams.move(turn.db, old, new)
    chats.set_locale(turn.db, new, RECORD)
    for number in _drop_cards(turn, old):
        fault = faults.get(turn.db, number)
        if fault is not None:
            show_team(turn, fault, new)


async def member(update: Update, turn: Turn) -> None:
    """The bot was let into a group, or taken out of it."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("left", "kicked"):
        _lose(turn, turn.chat)


async def unreachable(event: Event, turn: Turn) -> None:
    """Nothing can be sent to the group any more."""
    _lose(turn, event.id)


def _lose(turn: Turn, chat: int) -> None:
    bound = teams.get(turn.db, chat)
    if bound is None:
        return
    teams.end(turn.db, chat)
    _drop_cards(turn, chat)
    outbox.drop_chat(turn.db, chat)
    for person in people.with_work(turn.db, "staff"):
        turn.say(messages.Lost(homes.areas(turn.db)[bound.area]), to=person.chat)


def _drop_cards(turn: Turn, chat: int) -> list[int]:
    """Keeps no card of a chat any longer. Returns the numbers of the orders that stood there, in order."""
    keys = [card.key for card in cards.of_chat(turn.db, chat)]
    for key in keys:
        cards.drop(turn.db, chat, key)
    return sorted(int(key.removeprefix(ORDER)) for key in keys if key.startswith(ORDER))


def _close_cards(turn: Turn, chat: int) -> None:
    """The cards of orders say that they are kept true no longer."""
    for card in cards.of_chat(turn.db, chat):
        if card.key.startswith(ORDER):
            number = int(card.key.removeprefix(ORDER))
            turn.card(card.key, messages.NotHere(number), to=chat, silent=True, final=True)
