"""What is said in a thread between a person and the office, in a reader's words."""

import msgspec

from bot.messages.base import NEWEST, Texts, lines, phone_shown
from bot.messages.company_values import hours
from bot.messages.questions import Answer
from bot.messages.work_orders import LANGUAGES
from bot.settings import Company
from bot.speech import N_, Words, isolated, words

# What the office says often, ready in every language. Their order is that of the buttons.
PHRASES: dict[str, str] = {
    "call_us": N_("Please call us: {phone}. Working days {hours}."),
    "come_by": N_("Please come by our office: {address}. It is open on working days {hours}."),
    "we_look": N_("We are looking into it and come back to you here."),
    "photo": N_("Please send us a photo of it. Press Add, then send the photo."),
    "tell_more": N_("Please tell us a little more. Press Add, then write or speak."),
    "report": N_("Please report this as a fault, with the button Report a fault. Then a caretaker gets it."),
    "noted": N_("Thank you. We have noted it."),
    "done": N_("It is done now."),
    "not_ours": N_("Sorry, this is nothing that we decide or can help with."),
}
# A phrase in two or three words, on its button.
PHRASE_NAMES: dict[str, str] = {
    "call_us": N_("Please call us"),
    "come_by": N_("Please come by"),
    "we_look": N_("We look into it"),
    "photo": N_("Send a photo"),
    "tell_more": N_("Tell us more"),
    "report": N_("Report it as a fault"),
    "noted": N_("Noted, thank you"),
    "done": N_("It is done"),
    "not_ours": N_("Not ours"),
}
# After these the answer is still to come.
HOLDS = frozenset({"we_look"})
FILES: dict[str, str] = {
    "photo": N_("A photo"),
    "voice": N_("A voice message"),
    "video": N_("A video"),
}


class Line(msgspec.Struct, frozen=True):
    """One message. `who` is "" for her who asked, else what the colleague is called; `kind`, `content` and
    `locale` as in `storage/threads.py`; `at` is epoch seconds; `swedish`, whether an answer shows the Swedish
    beside it.
    """

    who: str
    kind: str
    content: str
    locale: str = "sv"
    at: float = 0.0
    swedish: bool = False


def phrase(key: str, _: Words, company: Company) -> str:
    """A ready phrase with the company's values."""
    return _(
        PHRASES.get(key, PHRASES["noted"]),
        phone=phone_shown(company.desk.phone),
        address=company.desk.address,
        hours=hours(company),
    )


def answer(line: Line, _: Words, company: Company, texts: Texts) -> str:
    """An answer with its title; only its title where a value of the company's is missing."""
    found = texts(line.content, NEWEST, _.locale)
    if found is None:
        return line.content
    try:
        body = Answer(line.content, swedish=line.swedish).body(_, company, texts, found)
    except KeyError:
        return found.title
    return lines(found.title, body)


def said(line: Line, _: Words, company: Company, texts: Texts) -> str:
    """What a line says, without who said it."""
    match line.kind:
        case "answer":
            return answer(line, _, company, texts)
        case "phrase":
            return phrase(line.content, _, company)
        case "file":
            return _(FILES.get(line.content, FILES["photo"]))
    return isolated(line.content)


def said_to(line: Line, locale: str, company: Company, texts: Texts) -> str:
    """The same as another reader sees it, set apart from the sentence around it."""
    return isolated(said(line, words(locale), company, texts))


def in_language(line: Line, _: Words) -> str:
    """The name of the language that a line is written in, where it is not the reader's; else ""."""
    written = line.kind == "words" and line.locale != _.locale
    return _(LANGUAGES[line.locale]) if written and line.locale in LANGUAGES else ""
