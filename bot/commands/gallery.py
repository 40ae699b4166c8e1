"""`gallery`: every message in four languages side by side, for native readers who review the words.

One page that needs nothing but itself, so that it can be sent by mail and printed.
"""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from bot.answering import Answering
from bot.answers.topics import GROUP_OF, SHOWS_SWEDISH
from bot.commands import CommandError
from bot.messages.base import Message
from bot.messages.examples import EXAMPLES
from bot.messages.questions import Answer
from bot.settings import Company, read_company, read_settings
from bot.speech import LOCALES, NAMES, RECORD, RTL, words

LANGUAGE_TAGS = {"fa_AF": "fa-AF"}

STYLE = """
:root { --ground: #e9eef1; --paper: #fff; --ink: #16242c; --quiet: #5d6f79; --line: #d5dee3;
        --accent: #1f6f8b; --key: #d6e6ec; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #10191e; --paper: #1b272e; --ink: #e6edf0; --quiet: #93a5ae; --line: #2c3b43;
          --accent: #6fc0dc; --key: #24414d; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
       font: 15px/1.5 "Noto Sans", "Noto Sans Arabic", "Segoe UI", system-ui, sans-serif; }
header, main { max-width: 1500px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
h1 { margin: 0 0 4px; font-size: 26px; }
header p { margin: 0 0 8px; max-width: 75ch; color: var(--quiet); }
nav { display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0; }
nav a { padding: 2px 12px; border: 1px solid var(--line); border-radius: 99px; background: var(--paper);
        color: var(--accent); text-decoration: none; }
nav a:focus-visible { outline: 2px solid var(--accent); }
h2 { margin: 40px 0 8px; font-size: 20px; }
.row { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 16px; align-items: start; }
.heads { position: sticky; top: 0; padding: 8px 0; background: var(--ground); font-weight: 600;
         border-bottom: 1px solid var(--line); }
article { padding: 16px 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
h3 { margin: 0 0 10px; font-size: 14px; font-weight: 600; }
h3 code { margin-inline-start: 8px; color: var(--quiet); font-weight: 400; font-size: 13px; }
.bubble { padding: 9px 13px; border-radius: 14px 14px 14px 4px; background: var(--paper);
          box-shadow: 0 1px 1px rgb(0 0 0 / .12); }
/* Each line takes its direction from its first letter, as on the phone. */
.said { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; }
.file { margin-bottom: 6px; color: var(--quiet); font-size: 13px; }
/* Telegram lays rows of buttons out from the left in every language. */
.keys { display: grid; gap: 4px; margin-top: 5px; direction: ltr; }
.keys div { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 4px; }
.keys span { padding: 6px 8px; border-radius: 8px; background: var(--key); text-align: center;
             unicode-bidi: plaintext; overflow-wrap: anywhere; }
.keyboard { padding: 5px; border-radius: 8px; background: var(--line); }
.keyboard span { background: var(--paper); }
@media (max-width: 900px) { .row { grid-template-columns: 1fr 1fr; } .heads { display: none; } }
@media print { .heads { position: static; } body { background: #fff; } .bubble { border: 1px solid #ccc; } }
"""


def act(file: Path) -> None:
    """Writes the page. Raises CommandError if the file cannot be written."""
    company = read_company(read_settings().company)
    shown = [*EXAMPLES, *every_answer(company)]
    try:
        file.write_text(page(shown, company), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    print(f"{file}: {len(shown)} messages in {len(LOCALES)} languages")


def every_answer(company: Company) -> Iterator[tuple[str, Message]]:
    """Every answer as a tenant is shown it."""
    answers = Answering(company)
    for topic, group in GROUP_OF.items():
        related = answers.related(topic, RECORD)
        shown = Answer(
            topic, next=answers.next(topic), related=related, group=group, swedish=topic in SHOWS_SWEDISH
        )
        yield f"Answer: {topic}", shown


def page(examples: Iterable[tuple[str, Message]], company: Company) -> str:
    """The whole page. Raises ValueError for a message that Telegram would refuse."""
    rooms: dict[str, list[tuple[str, Message]]] = {}
    for title, message in examples:
        rooms.setdefault(_room(message), []).append((title, message))
    links = "".join(f'<a href="#{room}">{_shown(room)}</a>' for room in rooms)
    return "".join(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Messages: {escape(company.name)}</title><style>{STYLE}</style></head>\n<body><header>",
            f"<h1>What the bot of {escape(company.name)} says</h1>",
            "<p>Every message in four languages as it stands on the phone, with made-up names and numbers. ",
            "The Swedish is the one that counts.</p>",
            f"<nav>{links}</nav></header>\n<main>",
            *(part for room, each in rooms.items() for part in _section(room, each, company)),
            "</main></body></html>\n",
        )
    )


def _section(room: str, examples: list[tuple[str, Message]], company: Company) -> Iterator[str]:
    heads = "".join(f"<div {_language(locale)}>{NAMES[locale]}</div>" for locale in LOCALES)
    yield f'<section id="{room}"><h2>{_shown(room)}</h2><div class="row heads">{heads}</div>\n'
    for title, message in examples:
        tag = message.__struct_config__.tag
        cells = "".join(_cell(message, locale, company) for locale in LOCALES)
        yield f"<article><h3>{escape(title)}<code>{tag}</code></h3>"
        yield f'<div class="row">{cells}</div></article>\n'
    yield "</section>\n"


def _cell(message: Message, locale: str, company: Company) -> str:
    fields, file = message.draw(words(locale), company, Answering(company).text)
    picture = '<div class="file">▣ picture or voice</div>' if file is not None else ""
    return (
        f'<div {_language(locale)}><div class="bubble">{picture}<div class="said">{_said(fields)}</div></div>'
        f"{_keys(fields.get('reply_markup', {}))}</div>"
    )


def _said(fields: dict[str, Any]) -> str:
    """The text with its bold title; Telegram counts in UTF-16 units."""
    if "commands" in fields:
        return "\n".join(escape(f"/{each['command']}  {each['description']}") for each in fields["commands"])
    text = str(fields.get("text", fields.get("caption", "")))
    entities = fields.get("entities", fields.get("caption_entities", []))
    bold = entities[0]["length"] * 2 if entities else 0
    units = text.encode("utf-16-le")
    title, rest = (escape(part.decode("utf-16-le")) for part in (units[:bold], units[bold:]))
    return f"<b>{title}</b>{rest}" if title else rest


def _keys(markup: dict[str, Any]) -> str:
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if not rows:
        return ""
    kind = "keys keyboard" if "keyboard" in markup else "keys"
    drawn = ("".join(f"<span>{escape(key['text'])}</span>" for key in row) for row in rows)
    return f'<div class="{kind}">{"".join(f"<div>{row}</div>" for row in drawn)}</div>'


def _language(locale: str) -> str:
    return f'lang="{LANGUAGE_TAGS.get(locale, locale)}" dir="{"rtl" if locale in RTL else "ltr"}"'


def _room(message: Message) -> str:
    return type(message).__module__.rpartition(".")[2]


def _shown(room: str) -> str:
    return room.replace("_", " ").capitalize()
