"""Orders by typed words and captions: what a press does, with a phone that sends when it can.

Late, repeated and out-of-order messages do no harm: each is answered with what is true.
"""

import msgspec
from telegram import Update

from bot import typed
from bot.engine.turn import Turn
from bot.handlers import drafts, replies, today, waiting, work_orders
from bot.handlers.deadlines import looked_at
from bot.handlers.fault_cards import show_order
from bot.handlers.people import who
from bot.handlers.telling import tell
from bot.handlers.work_orders import LONGEST_NOTE
from bot.messages.general import NotUsed
from bot.messages.typed_orders import HowToType, NotTheirs, ReadKeyFirst, WhichOrder
from bot.typed import Typed
from storage import codes, facts, fault_consent, fault_lists, faults, homes
from storage.faults import Fault
from storage.people import Person

MOST_OFFERED = 10

# The steps from each state to what was typed; from any other state the act itself is tried and refused.
WAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "take": {"received": ("take",)},
    "start": {"received": ("take", "start"), "taken": ("start",), "waiting": ("start",)},
    "parts": {"received": ("take", "parts"), "taken": ("parts",), "started": ("parts",)},
    "done": {
        "received": ("take", "start", "done"),
        "taken": ("start", "done"),
        "started": ("done",),
        "waiting": ("start", "done"),
    },
    "return": {"received": ("decline",)},
}
# The states in which what was typed is true already.
TRUE_IN: dict[str, tuple[str, ...]] = {
    "take": ("taken", "started", "waiting"),
    "start": ("started",),
    "parts": ("waiting",),
    "done": ("done", "closed"),
}


def understood(turn: Turn, said: str) -> bool:
    """Does what one who works here has typed. False for what is no command, or belongs to something of his
    own that is open: there only what reads as a command with the number of an order of his is one.
    """
    person = _worker(turn)
    meant = typed.read(said)
    number = meant.number if meant else typed.number_in(said)
    if person is None or (meant is None and not number):
        return False
    fault = _theirs(turn, person, number)
    if _own_is_open(turn) and (meant is None or fault is None):
        return False
    if meant is None:
        if fault is None or work_orders.asks_about(turn) == number:
            return False
        turn.say(HowToType(number))
    elif meant.act in typed.LISTS.values():
        _show_list(turn, person, meant.act)
    elif fault is None:
        if codes.looks_like_code(said):
            return False
        turn.say(NotTheirs(number))
    else:
        if meant.act == "show":  # the number alone answers which order pictures are for
            _file_what_waits(turn, person, fault)
        _do(turn, person, fault, meant)
    return True


def _worker(turn: Turn) -> Person | None:
    person = who(turn)
    return person if person is not None and person.work & {"caretaker", "staff"} else None


def _own_is_open(turn: Turn) -> bool:
    """Whether something of his own takes words now: a report, an addition to one, a question to his home."""
    standing = turn.standing()
    if standing is not None:
        return standing.name not in (work_orders.NAME, drafts.FILING, waiting.NAME)
    return replies.waits_for_words(turn)


def _theirs(turn: Turn, person: Person, number: int) -> Fault | None:
    """The order with this number, if this person works on it, may take it, or is of the desk."""
    fault = faults.get(turn.db, number)
    if fault is None or not faults.standing(turn.db, fault, person) & {"caretaker", "holder", "staff"}:
        return None
    return fault


def _show_list(turn: Turn, person: Person, kind: str) -> None:
    if "caretaker" in person.work:
        today.show(turn, person, kind)
    else:
        work_orders.show_open(turn, person)


# -- Acting ------------------------------------------------------------------------------------------


def _do(turn: Turn, person: Person, before: Fault, meant: Typed) -> None:
    looked_at(turn, before)
    if meant.act == "show":
        _write_down(turn, before, person, meant.rest)
        show_order(turn, before, person)
        return
    if meant.act == "read":
        _have_read(turn, before, person, typed.answer_in(meant.rest))
        return
    reason = (typed.reason_in(meant.rest) or "other") if meant.act == "return" else ""
    fault, last = before, ""
    try:
        for step in WAYS[meant.act].get(before.state, (meant.act,)):
            if step == "start" and meant.act == "done" and fault.key_changed:
                continue  # what is done is done; the desk is told that the change was not read
            fault = faults.move(turn.db, before.id, step, person, turn.now, reason)
            last = step
    except faults.NotAcknowledged:
        _tell(turn, fault, last, before)
        show_order(turn, fault, person)
        turn.say(ReadKeyFirst(fault.id, fault.master_key))
        return
    except (faults.NotNow, faults.NotAllowed):
        _refused(turn, fault, person, meant)
        return
    _tell(turn, fault, last, before)
    if meant.act != "return" or not typed.is_only_reason(meant.rest):
        _write_down(turn, fault, person, meant.rest)
    show_order(turn, fault, person)
    if meant.act == "done":
        work_orders.after_done(turn, fault, person, asks=not meant.rest)


def _have_read(turn: Turn, fault: Fault, person: Person, answer: str | None) -> None:
    """He has read the tenant's changed answer about the key, which he names: it may have changed again."""
    try:
        if answer is not None:
            fault = fault_consent.acknowledge(turn.db, fault.id, person, answer == "yes", turn.now)
    except faults.NotAllowed:
        turn.say(work_orders.not_now(turn, fault))
    show_order(turn, fault, person)


def _tell(turn: Turn, fault: Fault, last: str, before: Fault) -> None:
    """All steps of one message are told as one."""
    if last:
        tell(turn, fault, last, before)


def _refused(turn: Turn, fault: Fault, person: Person, meant: Typed) -> None:
    """It is so already, or it cannot be: the card says what is true. His words are kept if they are new."""
    if fault.holder == person.id and fault.state in TRUE_IN.get(meant.act, ()):
        _write_down(turn, fault, person, meant.rest)
        show_order(turn, fault, person)
        return
    show_order(turn, fault, person)
    turn.say(work_orders.not_now(turn, fault))


def _write_down(turn: Turn, fault: Fault, person: Person, words: str) -> None:
    """His words go with the order, once."""
    told = ("note", person.id, words)
    if not words or any((step.act, step.person, step.note) == told for step in faults.way(turn.db, fault.id)):
        return
    if len(words) > LONGEST_NOTE:
        turn.say(NotUsed("too_long"))
        return
    work_orders.write_down(turn, fault, person, words)


# -- Pictures and voices -----------------------------------------------------------------------------


def filed(turn: Turn, kind: str, telegram_id: str, caption: str, album: str = "") -> bool:
    """Files what was sent with the number of an order as its caption; of an album one has it for all. False
    for what is not meant so, or belongs to a report of his own that is open.
    """
    person = _worker(turn)
    if person is None:
        return False
    meant = typed.read(caption)
    number = meant.number if meant else typed.number_in(caption)
    if not number:
        return _of_album(turn, person, kind, telegram_id, album)
    fault = _theirs(turn, person, number)
    own = _own_is_open(turn)
    if (meant is None and (fault is None or own)) or (fault is None and own):
        return False
    if album:
        facts.put(turn.db, _album_of(turn), f"{number} {album}")
    if fault is None:
        turn.say(NotTheirs(number))
        return True
    _file_what_waits(turn, person, fault, album)
    work_orders.put_file(turn, fault, drafts.keep_file(turn, kind, telegram_id))
    _do(turn, person, fault, meant or Typed("show", number, caption.strip().partition(" ")[2].strip()))
    return True


def _of_album(turn: Turn, person: Person, kind: str, telegram_id: str, album: str) -> bool:
    """Another picture of an album whose order is known: answered already."""
    number, _, known = (facts.get(turn.db, _album_of(turn)) or "").partition(" ")
    if not album or album != known:
        return False
    fault = _theirs(turn, person, int(number))
    if fault is not None:
        work_orders.put_file(turn, fault, drafts.keep_file(turn, kind, telegram_id))
    return True


def _album_of(turn: Turn) -> str:
    """The name under which the last album of this chat and its order are kept."""
    return f"album.{turn.chat}"


def keep_for_an_order(turn: Turn, kind: str, telegram_id: str, caption: str, album: str = "") -> bool:
    """Keeps what a caretaker sent without a number until he says which order it is for."""
    person = _worker(turn)
    if person is None or "caretaker" not in person.work:
        return False
    filing = _waiting(turn) or drafts.Filing()
    again = bool(album) and album == filing.album
    filing.files.append(drafts.keep_file(turn, kind, telegram_id))
    filing.album = album
    filing.words = f"{filing.words}\n{caption}".strip()[:LONGEST_NOTE]
    turn.stand(drafts.FILING, "which", filing)
    held = fault_lists.held_by(turn.db, person.id)[:MOST_OFFERED]
    offered = [(fault.id, homes.house(turn.db, fault.house).address) for fault in held]
    question = WhichOrder(len(filing.files), offered)
    if again:
        turn.edit_screen(question)
    else:
        turn.screen(question)
    return True


def _waiting(turn: Turn) -> drafts.Filing | None:
    standing = turn.standing()
    if standing is None or standing.name != drafts.FILING:
        return None
    return msgspec.json.decode(standing.data, type=drafts.Filing)


def _file_what_waits(turn: Turn, person: Person, fault: Fault, album: str = "") -> None:
    """What waited for the number of its order is filed with it; beside an album only what is part of it."""
    filing = _waiting(turn)
    if filing is None or (album and album != filing.album):
        return
    turn.end()
    turn.leave_screen()
    for each in filing.files:
        work_orders.put_file(turn, fault, each)
    _write_down(turn, fault, person, filing.words)


async def file(update: Update, turn: Turn) -> None:
    """order.file:214, or drop."""
    person = _worker(turn)
    standing = turn.standing()
    if person is None:
        turn.say(NotUsed("not_for_you"))
    elif standing is None or standing.name != drafts.FILING:
        turn.say(NotUsed("old_button"))
    elif turn.value == "drop":
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen()
    else:
        number = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 16 else 0
        fault = _theirs(turn, person, number)
        if fault is None:
            turn.say(NotTheirs(number))
            return
        _file_what_waits(turn, person, fault)
        show_order(turn, fault, person)
