"""Each work order as a page to print: for whoever has no phone with him, and for an outside firm.

One file that needs nothing but itself. What people wrote is shown as text, whatever is in it.
"""

import base64
from collections.abc import Iterable
from html import escape

from bot.exports.orders import described, linked, reachable, space
from bot.messages.fault_words import URGENCIES_RECORD
from bot.messages.faults import moment
from bot.messages.work_orders import LANGUAGES, STATES
from bot.speech import RECORD, words
from storage.order_rows import OrderRow

_ = words(RECORD)
TAGS = {"fa_AF": "fa-AF"}
LINE = '<div class="line"></div>'

STYLE = """
@page { size: A4; margin: 16mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9eef1; color: #111;
       font: 15px/1.45 "Noto Sans", "Segoe UI", Arial, sans-serif; }
.order { width: 210mm; max-width: 100%; min-height: 270mm; margin: 16px auto; padding: 14mm; background: #fff;
         display: flex; flex-direction: column; gap: 12px; }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 24px;
       border-bottom: 2px solid #111; padding-bottom: 6px; }
h1 { margin: 0; font-size: 28px; }
.class { font-size: 18px; font-weight: 700; }
.quiet { color: #555; }
h2 { margin: 6px 0 2px; font-size: 13px; color: #555; font-weight: 600; }
.where { font-size: 22px; font-weight: 700; }
.what { font-size: 18px; }
.key { border: 2px solid #111; padding: 6px 12px; font-weight: 700; width: fit-content; }
.words { border-left: 3px solid #999; padding: 2px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; width: 38%; }
th, td { padding: 3px 0; vertical-align: top; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
.pictures { display: flex; flex-wrap: wrap; gap: 8px; }
.pictures img { max-width: 48%; max-height: 90mm; }
.line { border-bottom: 1px solid #111; height: 30px; }
.sign { display: grid; grid-template-columns: 1fr 1fr 2fr; gap: 24px; margin-top: auto; }
.sign div { border-top: 1px solid #111; padding-top: 2px; font-size: 13px; color: #555; }
@media print {
  body { background: #fff; }
  .order { margin: 0; padding: 0; width: auto; min-height: 262mm; break-after: page; }
  .order:last-child { break-after: auto; }
}
"""


def as_pages(company: str, rows: Iterable[OrderRow], pictures: dict[int, bytes] | None = None) -> bytes:
    """The orders as one HTML file, a page each. `pictures` are JPEGs by the id of their file."""
    pages = "".join(_page(company, row, pictures or {}) for row in rows)
    nothing = '<section class="order"><p>Inga arbetsordrar.</p></section>'
    return (
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Arbetsordrar – {escape(company)}</title><style>{STYLE}</style></head>"
        f"<body>\n{pages or nothing}\n</body></html>\n"
    ).encode()


def _page(company: str, row: OrderRow, pictures: dict[int, bytes]) -> str:
    fault = row.fault
    return "\n".join(
        part
        for part in (
            '<section class="order">',
            f'<div class="top"><h1>Arbetsorder {fault.id}</h1><span class="class">'
            f"{escape(fault.urgency)} · {escape(_(URGENCIES_RECORD[fault.urgency]))}</span>"
            f'<span class="quiet">{escape(company)}</span></div>',
            f'<div><h2>Var</h2><div class="where">{escape(_where(row))}</div></div>',
            f'<div><h2>Vad</h2><div class="what">{escape(described(row))}</div></div>',
            f'<div class="key">HUVUDNYCKEL: {"JA" if fault.master_key else "NEJ"}</div>'
            if fault.place == "home"
            else "",
            _said(row),
            _table(row),
            _drawn(row, pictures),
            f"<div><h2>Utfört arbete</h2>{LINE * 3}</div>",
            '<div class="sign"><div>Datum</div><div>Tid (timmar)</div><div>Namn</div></div>',
            "</section>\n",
        )
        if part
    )


def _where(row: OrderRow) -> str:
    floor = "" if row.floor is None else f"våning {row.floor}"
    flat = f"lägenhet {row.flat}" if row.flat else ""
    return ", ".join(part for part in (row.address, flat, floor) if part)


def _said(row: OrderRow) -> str:
    """The tenant's own words in her own direction; a browser finds it from the words."""
    if not row.fault.words:
        return ""
    tag = TAGS.get(row.fault.locale, row.fault.locale)
    return (
        f"<div><h2>Hyresgästens ord ({escape(_(LANGUAGES[row.fault.locale]))})</h2>"
        f'<div class="words" lang="{tag}" dir="auto">{escape(row.fault.words)}</div></div>'
    )


def _table(row: OrderRow) -> str:
    fault = row.fault
    at_home = fault.place == "home"
    facts = {
        "Objekt": row.object,
        "Utrymme": space(row),
        "Husdjur": ("ja" if fault.pet else "nej") if at_home else "",
        "Nås": reachable(row),
        "Språk": _(LANGUAGES[fault.locale]) if at_home else "",
        "Bilder och röstmeddelanden": str(len(row.files)) if row.files else "",
        "Anmäld": _.moment(moment(fault.at)),
        "Lovad till": _.moment(moment(fault.due)) if fault.due is not None else "",
        "Planerad": fault.planned or "",
        "Status": _(STATES[fault.state]),
        "Har den": row.holder,
        "Utförd": _.moment(moment(row.performed)) if row.performed is not None else "",
        "Avslutad": _.moment(moment(row.closed)) if row.closed is not None else "",
        "Firma": fault.firm,
        "Firmans nr": fault.firm_reference,
        "Hör ihop med": linked(row),
        "Anteckningar": "\n".join(_noted(note, locale) for note, locale in row.notes),
    }
    listed = (
        f'<tr><th scope="row">{name}</th><td dir="auto">{escape(text).replace(chr(10), "<br>")}</td></tr>'
        for name, text in facts.items()
        if text
    )
    return f"<table>{''.join(listed)}</table>"


def _noted(note: str, locale: str) -> str:
    """A note as it was written; one that is not Swedish is marked."""
    return f"({_(LANGUAGES[locale])}) {note}" if locale in LANGUAGES else note


def _drawn(row: OrderRow, pictures: dict[int, bytes]) -> str:
    shown = [pictures[file] for file in row.files if file in pictures]
    images = (
        f'<img alt="Bild {place}" src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        for place, picture in enumerate(shown, 1)
    )
    return f'<div class="pictures">{"".join(images)}</div>' if shown else ""
