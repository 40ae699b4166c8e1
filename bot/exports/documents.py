"""The files that can be had: from the command line, and in the desk's chat, where they are made when they are
sent.
"""

import datetime
import re
import sqlite3
from pathlib import Path

from bot import road
from bot.engine.transport import ApiError
from bot.exports import conversions as conversion_columns
from bot.exports import offers as offer_columns
from bot.exports import vacancies
from bot.exports.orders import COLUMNS, SHEET
from bot.exports.pages import as_pages
from bot.exports.qr import code_picture
from bot.exports.road_picture import road_picture
from bot.exports.sheets import as_csv, as_xlsx
from bot.speech import RECORD, words
from bot.workers import in_worker
from storage import (
    chats,
    contract_lists,
    files,
    homes,
    offer_rows,
    order_rows,
    people,
    vacancy_lists,
)
from storage.people import Person

FORMATS = ("csv", "xlsx", "html")
TABLES = ("csv", "xlsx")
_ALLOCATION = re.compile(r"uppsagda-\d{4}-\d\d-\d\d\.(?P<form>csv|xlsx)")
_ORDERS = re.compile(r"arbetsordrar-\d{4}-\d\d-\d\d\.(?P<form>csv|xlsx|html)")
_ORDER = re.compile(r"arbetsorder-(?P<number>\d{1,12})\.html")
_ROAD = re.compile(r"hem-(?P<day>\d{4}-\d\d-\d\d)\.png")
_CODE = re.compile(r"kod-(?P<code>[A-Z2-9]{10})\.png")


async def make(database: Path, company: str, chat: int, name: str) -> bytes:
    """A document that is to be sent to a chat. Raises ApiError(400) if it is not there, or not for it."""
    try:
        return await in_worker(made, database, company, chat, name)
    except LookupError as error:
        raise ApiError(400, str(error)) from error


def made(database: Path, company: str, chat: int, name: str) -> bytes:
    """The same, in the worker: it reads what is committed now, from a connection of its own.

    Raises LookupError.
    """
    db = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        # It may have waited: whoever has left meanwhile gets nothing.
        person = people.by_chat(db, chat)
        work = person.work if person is not None else frozenset()
        if road_meant := _ROAD.fullmatch(name):
            return road_of(db, person, road_meant["day"])
        code_meant = _CODE.fullmatch(name)
        if ("officer" if code_meant else "staff") not in work:
            raise LookupError("the document is not for this chat")
        if code_meant:
            return code_picture(db, code_meant["code"])
        if orders_meant := _ORDERS.fullmatch(name):
            return orders(db, company, orders_meant["form"], only_open=orders_meant["form"] == "html")
        if table_meant := _ALLOCATION.fullmatch(name):
            return allocation(db, table_meant["form"])
        if order_meant := _ORDER.fullmatch(name):
            return order_page(db, company, int(order_meant["number"]))
    finally:
        db.close()
    raise LookupError(f"there is no document {name}")


def orders(db: sqlite3.Connection, company: str, form: str, only_open: bool = False) -> bytes:
    """The work orders as csv, xlsx or html, or those that are not closed."""
    rows = order_rows.read(db, only_open=only_open)
    match form:
        case "csv":
            return as_csv(COLUMNS, rows)
        case "xlsx":
            return as_xlsx(SHEET, COLUMNS, rows)
        case _:
            return as_pages(company, rows)


def allocation(db: sqlite3.Connection, form: str) -> bytes:
    """The one-in-five ledger as csv or xlsx, a row for each notice to quit."""
    rows = vacancy_lists.entries(db)
    if form == "csv":
        return as_csv(vacancies.COLUMNS, rows)
    return as_xlsx(vacancies.SHEET, vacancies.COLUMNS, rows)


def conversions(db: sqlite3.Connection, form: str) -> bytes:
    """The conversions from second-hand to first-hand as csv or xlsx, without anybody's household."""
    rows = contract_lists.conversion_rows(db)
    if form == "csv":
        return as_csv(conversion_columns.COLUMNS, rows)
    return as_xlsx(conversion_columns.SHEET, conversion_columns.COLUMNS, rows)


def road_of(db: sqlite3.Connection, person: Person | None, day: str) -> bytes:
    """The road of this person's household on a day, as a picture in her language. Raises LookupError."""
    if person is None or person.household is None:
        raise LookupError("the picture is not for this chat")
    steps = road.steps(db, person.household, person.id, datetime.date.fromisoformat(day))
    household = people.household(db, person.household)
    home = homes.get(db, household.home) if household is not None and household.home is not None else None
    if not steps:
        raise LookupError("there is no road to draw")
    where = f"{homes.house(db, home.house).address}, {home.flat}" if home is not None else ""
    return road_picture(steps, where, words(chats.get(db, person.chat).locale or RECORD))


def offers(db: sqlite3.Connection, form: str) -> bytes:
    """The flats offered to the unit as csv or xlsx, without anybody's household."""
    rows = offer_rows.read(db)
    if form == "csv":
        return as_csv(offer_columns.COLUMNS, rows)
    return as_xlsx(offer_columns.SHEET, offer_columns.COLUMNS, rows)


def order_page(db: sqlite3.Connection, company: str, number: int) -> bytes:
    """One order as a page, with its photos. Raises LookupError if there is none of this number."""
    rows = list(order_rows.read(db, number))
    if not rows:
        raise LookupError(f"there is no order {number}")
    kept = [files.get(db, file) for file in rows[0].files]
    pictures = {
        file.id: file.content
        for file in kept
        if file is not None and file.kind == "photo" and file.content is not None
    }
    return as_pages(company, rows, pictures)
