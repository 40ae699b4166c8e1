"""What people write besides commands: part of what is open; with nothing open, a question."""

import re

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import (
    answer_texts,
    behalf,
    checklist,
    desk_card,
    desk_orders,
    desk_threads,
    drafts,
    emergency,
    fault_report,
    home,
    households,
    meetings,
    my_reports,
    notice_writing,
    officers,
    questions,
    replies,
    start,
    threads,
    today,
    told,
    tracks,
    triage,
    typed_orders,
    vacancy_entry,
    work_orders,
)
from bot.handlers.people import who, words_of
from bot.messages.general import NotUsed
from bot.messages.menu import word_meant
from bot.messages.start import NoCode
from bot.speech import LOCALES, western_digits, words
from storage import codes

PHONE = re.compile(r"\+?[0-9]{7,15}")


async def text(update: Update, turn: Turn) -> None:
    """Words: one of the four, part of what is open, a code, or nothing we understand."""
    message = update.message
    assert message is not None
    said = message.text or ""
    word = word_meant(said)
    if word is not None:
        await _word(word, update, turn)
        return
    if turn.locale is None:
        start.ask_language(turn, said if codes.looks_like_code(western_digits(said)) else "")
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn) if turn.company.rooms.faults else None
    code = western_digits(said)
    if codes.looks_like_code(code) and codes.role_of(turn.db, code) is not None:
        start.offer_code(turn, said)  # whatever is open: a code must not become words of a report
    elif _is_for_work(turn, said):
        return
    elif standing is not None and draft is not None:
        if standing.step == "phone":
            _phone(turn, draft, said)
        elif standing.step == "find":
            behalf.find(turn, draft, said)
        else:
            fault_report.add_words(turn, standing.step, draft, said)
    elif standing is not None and standing.name == work_orders.NAME and turn.company.rooms.faults:
        work_orders.add_note(turn, standing.data, said)
    elif standing is not None and standing.name == my_reports.NAME and turn.company.rooms.faults:
        my_reports.add_words(turn, standing.data, said)
    elif standing is not None and standing.name == desk_card.NAME and turn.company.rooms.faults:
        desk_orders.add_text(turn, standing, said)
    elif standing is not None and standing.name == threads.NAME:
        threads.add_words(turn, standing.step, standing.data, said)
    elif standing is not None and standing.name == desk_threads.NAME:
        desk_threads.add_words(turn, standing.data, said)
    elif standing is not None and standing.name == answer_texts.NAME:
        answer_texts.add_words(turn, standing.step, standing.data, said)
    elif replies.words(turn, said):
        return
    elif codes.looks_like_code(code) and not questions.is_sure(turn, said):
        start.offer_code(turn, said)
    elif standing is not None and standing.name == start.NAME and standing.step != "code":
        start.show_again(turn, standing.step)
    elif turn.company.rooms.questions and len(said) <= fault_report.LONGEST_WORDS:
        questions.asked(turn, said, message.message_id)
    elif who(turn) is None and len(said) <= fault_report.LONGEST_WORDS:
        turn.say(NoCode(words_of(turn, None)))
    else:
        why = "too_long" if len(said) > fault_report.LONGEST_WORDS else "text"
        turn.say(NotUsed(why, words_of(turn, who(turn))))


def _is_for_work(turn: Turn, said: str) -> bool:
    """Whether it was part of a notice or meeting, the answer to a question of the desk's or of an officer's,
    or typed about an order.
    """
    rooms = turn.company.rooms
    if rooms.notices and (notice_writing.add_words(turn, said) or meetings.add_words(turn, said)):
        return True
    if rooms.allocation and vacancy_entry.written(turn, said):
        return True
    if rooms.offers and (
        households.written(turn, said) or checklist.written(turn, said) or tracks.written(turn, said)
    ):
        return True
    if not rooms.faults:
        return False
    return desk_orders.answered(turn, said) or typed_orders.understood(turn, said)


async def _word(word: str, update: Update, turn: Turn) -> None:
    match word:
        case "language":
            await start.language(update, turn)
        case "emergency":
            await emergency.show(update, turn)
        case "home" if turn.company.rooms.home:
            await start.once_spoken(home.show)(update, turn)
        case "ask" if turn.company.rooms.questions:
            await start.once_spoken(questions.ask)(update, turn)
        case "people" if turn.company.rooms.offers:
            await start.once_spoken(officers.show)(update, turn)
        # A keyboard from before the room was closed.
        case _ if word in ("ask", "home", "people") or not turn.company.rooms.faults:
            turn.say(NotUsed("text", words_of(turn, who(turn))))
        case "today":
            await start.once_spoken(today.today)(update, turn)
        case "orders":
            await start.once_spoken(work_orders.orders)(update, turn)
        case "triage":
            await start.once_spoken(triage.show)(update, turn)
        case _:
            await start.once_spoken(told.report)(update, turn)


def _phone(turn: Turn, draft: drafts.Draft, said: str) -> None:
    if said.strip() in {words(locale)("Do not call me") for locale in LOCALES}:
        fault_report.phone_answered(turn, draft, None)
        return
    number = re.sub(r"[\s\-()./]", "", western_digits(said))
    if not PHONE.fullmatch(number):
        turn.say(NotUsed("wrong_number"))
        return
    fault_report.phone_answered(turn, draft, number)


async def contact(update: Update, turn: Turn) -> None:
    """A shared number counts only when it was asked for, and only her own."""
    message = update.message
    assert message is not None and message.contact is not None
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    own = message.from_user is not None and message.contact.user_id == message.from_user.id
    if draft is None or standing is None or standing.step != "phone" or draft.behalf:
        turn.say(NotUsed("own_number" if own else "contact", words_of(turn, who(turn))))
        return
    if not own:
        turn.say(NotUsed("contact"))
        return
    number = "+" + message.contact.phone_number.lstrip("+")
    fault_report.phone_answered(turn, draft, number)
