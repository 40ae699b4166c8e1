"""What does not work while free words say that we work: found in them, and changed by a press. Whoever
reports just that meanwhile is shown the notice.
"""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.notice_draft import covered, opened, show
from storage.notices import COVERABLE


async def covers(update: Update, turn: Turn) -> None:
    """notice.covers:choose, notice.covers:water_off (stops, or works after all)"""
    draft = opened(turn)
    if draft is None:
        return
    if draft.template != "free.planned":
        show(turn, draft)
        return
    if turn.value in COVERABLE:
        stops = covered(draft)
        kept = [each for each in COVERABLE if (each in stops) != (each == turn.value)]
        draft.covers = kept
    show(turn, draft, "covers")
