"""An emergency told in words, whatever is open: the card at once, before anything else is done with them."""

from telegram import Message, Update

from bot.answers.emergencies import Emergency
from bot.engine.turn import Callback, Turn
from bot.handlers import drafts, emergency, fault_report, notice_draft, questions, start, told, waiting
from bot.handlers.media import media_of
from bot.handlers.people import who


def first(callback: Callback) -> Callback:
    """Looks for words of an emergency before `callback` is handed a text or a caption."""

    async def handler(update: Update, turn: Turn) -> None:
        message = update.effective_message
        said = (message.text or message.caption or "") if message is not None else ""
        found = turn.answers.emergency(said, turn.locale) if said else None
        if message is None or found is None or notice_draft.present(turn) is not None:
            await callback(update, turn)  # what is written for a notice is for others
        elif found.kind == "violence":
            _violence(update, turn, message)
        elif _danger(update, turn, message, found):
            await callback(update, turn)

    return handler


def _violence(update: Update, turn: Turn, message: Message) -> None:
    """Its own card; nothing of what she sent is kept, and what is open stays as it is."""
    emergency.violence(turn, message.message_id, emergency.phones_language(update, turn))
    album = message.media_group_id or ""
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if album and draft is not None and standing is not None:
        draft.ignored = album
        turn.stand(drafts.NAME, standing.step, draft)
    elif album and waiting.is_free(turn):
        kept = waiting.here(turn)
        kept.ignored = album
        waiting.keep(turn, kept)


def _danger(update: Update, turn: Turn, message: Message, found: Emergency) -> bool:
    """The card, and her words are kept. Returns whether more is to be done with what she sent."""
    turn.urgent()
    standing = turn.standing()
    draft = drafts.present_draft(turn) if turn.company.rooms.faults else None
    person = who(turn)
    is_new = message.edit_date is None
    if is_new and draft is not None and standing is not None:
        return _in_a_report(turn, standing.step, draft, message, found)
    if is_new and waiting.is_free(turn) and questions.can_report(turn):
        _keep(turn, message, found)
        turn.say(emergency.card(turn, item=found.item))
        return False
    turn.say(emergency.card(turn, emergency.phones_language(update, turn), found.item))
    coming_in = standing is not None and standing.name == start.NAME
    if not is_new or coming_in:
        return False
    more_to_do = turn.locale is None or not waiting.is_free(turn) or (person is not None and person.work)
    return message.text is None or bool(more_to_do)


def _in_a_report(turn: Turn, step: str, draft: drafts.Draft, message: Message, found: Emergency) -> bool:
    """They belong to the report that is open, and say what is broken where that is not known yet."""
    writes = message.text is not None and step not in ("find", "speaks")  # there words are for something else
    if found.item and step in fault_report.CHOOSING:
        told.name(draft, found.item)
        step = "first"  # where it stands above the others
    if writes:
        draft.words = f"{draft.words}\n{message.text}".strip()[: fault_report.LONGEST_WORDS]
    turn.stand(drafts.NAME, step, draft)
    turn.say(emergency.card(turn, item=found.item))
    if writes and step != "phone":
        fault_report.stay(turn, step, draft)
    return not writes


def _keep(turn: Turn, message: Message, found: Emergency) -> None:
    """A report that waits, with her words, her picture and the fault filled in."""
    words = (message.text or message.caption or "")[: fault_report.LONGEST_WORDS]
    kept = waiting.here(turn)
    kept.told.append(waiting.Told(words, [found.item] if found.item else [], danger=True))
    sent = media_of(message)
    if sent is not None and sent.refused is None:
        kept.files.append(drafts.keep_file(turn, sent.kind, sent.telegram_id))
        kept.album = message.media_group_id or ""
    waiting.keep(turn, kept)
