"""What goes with a notice besides Telegram: the homes to go to and the notice in four languages, as pages to
print; and the result of a poll as one picture.
"""

import re
import sqlite3
from html import escape
from pathlib import Path

from bot.engine.transport import ApiError
from bot.exports.poll_picture import drawn
from bot.messages.base import people_shown
from bot.messages.notice_desk import NO_HOME
from bot.messages.notice_texts import choice_labels, read_content, title_and_text, title_of
from bot.settings import Company
from bot.speech import LOCALES, NAMES, RECORD, RTL, words
from bot.workers import in_worker
from storage import audiences, chats, notice_answers, notices, people
from storage.audiences import Door
from storage.notices import Notice

_PAPER = re.compile(r"anslag-(?P<number>\d{1,12})-(?P<which>paper|silent|failed)\.html")
_PICTURE = re.compile(r"omrostning-(?P<number>\d{1,12})\.png")
TAGS = {"fa_AF": "fa-AF"}
# Marks of direction, which no font draws.
_MARKS = dict.fromkeys([0x200E, 0x200F, *range(0x2066, 0x206A)])
MOST_DOORS = 100_000
TITLES = {
    "paper": "Hem utan Telegram",
    "silent": "Hem som inte har svarat att de har förstått",
    "failed": "Hem dit meddelandet inte kom fram",
}
STYLE = """
@page { size: A4; margin: 16mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #111; background: #fff; font: 16px/1.5 "Noto Sans", "Segoe UI", Arial, sans-serif; }
section { width: 210mm; max-width: 100%; margin: 0 auto; padding: 12mm; break-after: page; }
section:last-child { break-after: auto; }
h1 { font-size: 22px; margin: 0 0 12px; }
h2 { font-size: 20px; margin: 20px 0 4px; }
article { border-top: 1px solid #111; padding-top: 8px; }
p { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 4px 8px 4px 0; border-bottom: 1px solid #bbb; }
td:last-child { width: 30%; border-bottom: 1px solid #111; }
@media print { section { padding: 0; } }
"""


def makes(name: str) -> bool:
    """Whether a document of this name is made here."""
    return bool(_PAPER.fullmatch(name) or _PICTURE.fullmatch(name))


async def make(database: Path, company: Company, chat: int, name: str) -> bytes:
    """A document that is to be sent to a chat. Raises ApiError(400) if it is not there, or not for it."""
    try:
        return await in_worker(made, database, company, chat, name)
    except LookupError as error:
        raise ApiError(400, str(error)) from error


def made(database: Path, company: Company, chat: int, name: str) -> bytes:
    """The same, in the worker: it reads what is committed now. Raises LookupError."""
    db = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        person = people.by_chat(db, chat)
        meant = _PAPER.fullmatch(name) or _PICTURE.fullmatch(name)
        notice = notices.get(db, int(meant["number"])) if meant else None
        if meant is None or notice is None or person is None:
            raise LookupError(f"there is no document {name}")
        at_desk = notices.may_write(person)
        if name.endswith(".png"):
            if not at_desk and not notices.is_for(db, notice, person):
                raise LookupError("the picture is not for this chat")
            return picture(db, company, notice, chats.get(db, chat).locale or RECORD)
        if not at_desk:
            raise LookupError("the document is not for this chat")
        return paper(db, company, notice, meant["which"])
    finally:
        db.close()


def paper(db: sqlite3.Connection, company: Company, notice: Notice, which: str) -> bytes:
    """One HTML file that needs nothing but itself: the list of homes, then the notice to hang up."""
    places = _places(db, notice, which)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(each)}</td>" for each in (*place, "")) + "</tr>" for place in places
    )
    table = f"<table><tr><th>Adress</th><th>Trappa</th><th>Lägenhet</th><th>Klart</th></tr>{rows}</table>"
    raw = notices.content(db, notice.id, notice.version) or "{}"
    content = read_content(raw.encode())
    said = "".join(_article(title_and_text(content, words(locale), company), locale) for locale in LOCALES)
    title = f"{TITLES[which]}: {notice.id} · {title_of(content, words(RECORD))}"
    listed = table if places else "<p>Inga hem.</p>"
    return (
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n"
        f"<section><h1>{escape(title)} ({len(places)})</h1>{listed}</section>\n"
        f"<section><h1>{escape(company.name)}</h1>{said}</section>\n</body></html>\n"
    ).encode()


def _article(said: tuple[str, str], locale: str) -> str:
    title, text = said
    direction = "rtl" if locale in RTL else "ltr"
    head = f"<h2>{escape(title or NAMES[locale])}</h2>"
    return (
        f'<article lang="{TAGS.get(locale, locale)}" dir="{direction}">{head}<p>{escape(text)}</p></article>'
    )


def _places(db: sqlite3.Connection, notice: Notice, which: str) -> list[tuple[str, str, str]]:
    """Address, stair and flat of each home; of who is reached at none what she is called, in their place."""
    if which == "failed":
        missed = notice_answers.unreached(db, notice, MOST_DOORS)
        return [
            _place(each.door) if each.door is not None else (each.name or words(RECORD)(NO_HOME), "", "")
            for each in missed
        ]
    if which == "silent":
        return [_place(door) for door in notice_answers.silent_doors(db, notice)]
    return [_place(door) for door in audiences.doors_without(db, notice.audience)]


def _place(door: Door) -> tuple[str, str, str]:
    return door.address, door.stair, door.flat


def picture(db: sqlite3.Connection, company: Company, notice: Notice, locale: str) -> bytes:
    """The result of a poll as PNG in a language; no number of people that is too small."""
    content = read_content((notices.content(db, notice.id, notice.version) or "{}").encode())
    _ = words(locale)
    votes = notice_answers.shown_counts(db, notice.id, content.choices())
    if notice.kind != "poll" or all(n is None for n in votes):
        raise LookupError("there is nothing to show")
    title = title_and_text(content, _, company)[1].split("\n", maxsplit=1)[0].translate(_MARKS)
    labels = choice_labels(content, _)
    return drawn(title, list(zip(labels, votes, strict=False)), people_shown(None, _), _.rtl)
