"""/homes: what the company has, by how it is let, area by area, and each home. Only the desk sees it."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.people import who
from bot.messages import homes as messages
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.homes import HomeRow
from bot.speech import western_digits
from storage import homes, stock, vacancies, vacancy_lists
from storage.homes import ASYLUM, LETTINGS, Home

CARD = "homes"
A_PAGE = 8
MOST_FOUND = 12
LONGEST_SEARCH = 100


def of_desk(turn: Turn) -> bool:
    """Whether who asks is of the desk; whoever is not is told so."""
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return False
    return True


def _show(turn: Turn, message: Message) -> None:
    turn.card_here(CARD, message)


async def show(update: Update, turn: Turn) -> None:
    """/homes, with or without what is looked for; homes.show:now"""
    if not of_desk(turn):
        return
    said = " ".join(turn.args or [])
    if not said or turn.press_id:
        counts = stock.counts(turn.db, turn.company.homes.asylum)
        areas = list(homes.areas(turn.db).items())
        _show(turn, messages.Homes(counts.standing, counts.to_come, len(vacancies.owed(turn.db)), areas))
        return
    found = [home for home in meant(turn, said) if _is_shown(turn, home)]
    if len(found) == 1:
        _show(turn, _card(turn, found[0]))
    else:
        _show(turn, messages.HomesList("found", [row_of(turn, home) for home in found]))


def meant(turn: Turn, text: str) -> list[Home]:
    """The homes that what was written may mean."""
    return homes.find(turn.db, western_digits(text))[:MOST_FOUND] if len(text) <= LONGEST_SEARCH else []


def row_of(turn: Turn, home: Home) -> HomeRow:
    """A home as it stands in a list."""
    address = homes.house(turn.db, home.house).address
    return HomeRow(home.id, address, home.flat, home.object, home.ready or "")


def chosen(turn: Turn, text: str) -> Home | None:
    """The home whose id was pressed."""
    return homes.get(turn.db, int(text)) if text.isdecimal() and len(text) < 16 else None


async def list_(update: Update, turn: Turn) -> None:
    """homes.list:agency.1"""
    if not of_desk(turn):
        return
    group, _, place = turn.value.partition(".")
    shown = {"to_come", *LETTINGS} - (set() if turn.company.homes.asylum else ASYLUM)
    if group not in shown:
        await show(update, turn)
        return
    page = max(1, int(place)) if place.isdecimal() and len(place) < 4 else 1
    first = (page - 1) * A_PAGE
    found = stock.page(turn.db, group, first, A_PAGE + 1)
    rows = [row_of(turn, home) for home in found[:A_PAGE]]
    _show(turn, messages.HomesList(group, rows, page=page, more=len(found) > A_PAGE))


async def area(update: Update, turn: Turn) -> None:
    """homes.area:centrum"""
    if not of_desk(turn):
        return
    name = homes.areas(turn.db).get(turn.value)
    if name is None:
        await show(update, turn)
        return
    houses = [(house.id, house.address) for house in stock.houses_of(turn.db, turn.value)]
    _show(turn, messages.Houses(name, houses))


async def house(update: Update, turn: Turn) -> None:
    """homes.house:3"""
    if not of_desk(turn):
        return
    try:
        found = homes.house(
            turn.db, int(turn.value) if turn.value.isdecimal() and len(turn.value) < 16 else 0
        )
    except LookupError:
        await show(update, turn)
        return
    rows = [row_of(turn, each) for each in stock.homes_of(turn.db, found.id) if _is_shown(turn, each)]
    _show(turn, messages.HomesList("house", rows, found.address, area=found.area))


async def home(update: Update, turn: Turn) -> None:
    """homes.home:12"""
    if not of_desk(turn):
        return
    found = chosen(turn, turn.value)
    if found is None or not _is_shown(turn, found):
        await show(update, turn)
        return
    _show(turn, _card(turn, found))


def _is_shown(turn: Turn, found: Home) -> bool:
    return bool(turn.company.homes.asylum) or found.letting not in ASYLUM


def _card(turn: Turn, found: Home) -> messages.HomeCard:
    at = homes.house(turn.db, found.house)
    return messages.HomeCard(
        object=found.object,
        area=homes.areas(turn.db)[at.area],
        address=at.address,
        flat=found.flat,
        house=at.id,
        letting=found.letting,
        rooms=found.rooms,
        size=found.size,
        floor=found.floor,
        lift=found.lift,
        special=found.special,
        ready=found.ready or "",
        rent=found.rent,
        vacancy=vacancy_lists.in_force(turn.db, found.id) or 0,
        stair=found.stair,
    )
