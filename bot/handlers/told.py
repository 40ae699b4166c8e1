"""Beginning a report: anew, with the one that is open, or with what she has told of in her own words."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, fault_report, waiting
from bot.handlers.drafts import Draft
from storage.fault_items import ITEMS

# For how long what she has told of comes along by itself when she begins a report.
TOLD_SECONDS = 3600.0


async def report(update: Update, turn: Turn) -> None:
    """/report or the keyboard's word. A report that she has begun is shown again: nothing of it is lost,
    and "start again" stands under it.
    """
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if standing is None or draft is None:
        begin(turn, drafted(turn) if waiting.here(turn).told else Draft())
    elif draft.files or draft.words or standing.step in fault_report.BEGUN:
        fault_report.show(turn, standing.step, draft)
    else:
        fault_report.begin(turn, Draft())


async def on(update: Update, turn: Turn) -> None:
    """fault.on:kept: "report it too", after an emergency."""
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if standing is not None and draft is not None:
        fault_report.go_on(turn, standing.step, draft)
    else:
        begin(turn, drafted(turn, ever=True))


def drafted(turn: Turn, *, ever: bool = False) -> Draft:
    """A report with the pictures and voice notes that wait, and what she has told of lately (or `ever`). Of
    an emergency it is known what is broken.
    """
    standing = turn.standing()
    kept = waiting.here(turn)
    lately = ever or (standing is not None and turn.now - standing.at < TOLD_SECONDS)
    last = kept.danger() or (kept.told[-1] if kept.told else None)
    if last is None or not lately:
        return Draft(files=kept.files)
    draft = Draft(files=kept.files, words=last.words, told=last.items)
    if last.danger and last.items:
        name(draft, last.items[0])
    return draft


def name(draft: Draft, item: str) -> None:
    """Says in a draft what is broken."""
    draft.item, draft.category = item, ""
    draft.place = "shared" if ITEMS[item].place == "shared" else "home"


def begin(turn: Turn, draft: Draft) -> None:
    """Opens a report; where it is known what is broken, at what is asked next."""
    fault_report.begin(turn, draft)
    if draft.item and fault_report.is_beginning(turn):
        fault_report.go_on(turn, "first", draft)
