"""The desk reports for a household without Telegram: which home, which language, then as anybody reports."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, fault_report
from bot.handlers.drafts import Draft
from bot.handlers.people import home_of, who
from bot.messages.behalf import Found, WhichHome
from bot.messages.general import NotUsed
from bot.speech import LOCALES, western_digits
from storage import homes

MOST_FOUND = 8
LONGEST_SEARCH = 100


async def report(update: Update, turn: Turn) -> None:
    """triage.report: one of the desk reports for somebody else, also who lives here too."""
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return
    fault_report.begin(turn, Draft(behalf=True))


def find(turn: Turn, draft: Draft, text: str) -> None:
    """The desk has written an object number, or an address with a flat."""
    meant = homes.find(turn.db, western_digits(text)) if len(text) <= LONGEST_SEARCH else []
    turn.stand(drafts.NAME, "find", draft)
    found = [
        Found(home.id, homes.house(turn.db, home.house).address, home.flat, home.object)
        for home in meant[:MOST_FOUND]
    ]
    turn.screen(WhichHome(found, tried=not found, too_many=len(meant) > MOST_FOUND))


@fault_report.at("find")
def home(turn: Turn, draft: Draft) -> None:
    """fault.home:12"""
    chosen = homes.get(turn.db, int(turn.value)) if turn.value.isdecimal() and len(turn.value) < 16 else None
    person = who(turn)
    if chosen is None or person is None:
        return fault_report.show(turn, "find", draft)
    own = home_of(turn, person)
    if own is not None and own.id == chosen.id:
        # Of one's own home one reports as everybody does.
        return fault_report.begin(turn, Draft(files=draft.files, words=draft.words))
    draft.home, draft.pet = chosen.id, bool(chosen.pet)
    fault_report.show(turn, "speaks", draft)


@fault_report.at("speaks")
def speaks(turn: Turn, draft: Draft) -> None:
    """fault.speaks:fa_AF"""
    if turn.value not in LOCALES:
        return fault_report.show(turn, "speaks", draft)
    draft.locale = turn.value
    fault_report.show(turn, "first", draft)
