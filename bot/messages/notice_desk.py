"""What becomes of a notice, for the desk: its card with how far it has come, its lists, what is pushed."""

import math

import msgspec

from bot.messages.base import Message, lines, paragraphs, people_shown
from bot.messages.faults import moment
from bot.messages.notice_texts import LANGUAGES, Content, title_of
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated
from storage.small_numbers import FEWEST_SHOWN, shown

KINDS: dict[str, str] = {
    "information": N_("Information"),
    "planned": N_("Planned work"),
    "meeting": N_("Meeting"),
    "emergency": N_("Emergency"),
    "poll": N_("Poll"),
}
STATES: dict[str, str] = {
    "waits_texts": N_("Waits until it is there in all four languages"),
    "waits_second": N_("Waits for a second person to confirm it"),
    "due": N_("Waits for its time"),
    "sending": N_("Is being sent"),
    "sent": N_("Sent"),
    "stopped": N_("Stopped"),
    "withdrawn": N_("Withdrawn"),
    "dropped": N_("Not sent"),
}
ROLES: dict[str, str] = {
    "adult": N_("Only adults"),
    "helper": N_("Only helpers"),
    "caretaker": N_("Caretakers"),
    "staff": N_("The office"),
    "officer": N_("The integration unit"),
}
CONTRACTS: dict[str, str] = {
    "first": N_("First-hand contract"),
    "second": N_("Second-hand contract"),
    "block": N_("Let to the municipality"),
}


class Report(Message, frozen=True, tag="notice_desk.report"):
    """How far it has come, on one card that is kept true; at the end the report. `seconds` is the time left,
    `may` what can be done now, by the name in the callback data. `proposed`: a correction waits for a second
    person. `wording` is which words she would confirm. Where who people are narrows it (`only`), or where
    they are few, no small number of them is shown.
    """

    notice: int
    content: Content
    state: str
    where: str
    queued: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0
    left_out: int = 0
    plain: int = 0
    left: int = 0
    seconds: float = 0.0
    understood: int = 0
    questions: int = 0
    asks: bool = False
    at: float = 0.0
    may: list[str] = []
    missing: list[str] = []
    sure: str = ""
    only: list[str] = []
    proposed: bool = False
    wording: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=f"{self.notice} · {heading(self.content, _)}",
            text=paragraphs(
                lines(
                    _(STATES[self.state]),
                    _("A correction waits for a second person to confirm it.") if self.proposed else "",
                    _("Is sent {when}.", when=_.moment(moment(self.at)))
                    if self.at and self.state == "due"
                    else "",
                    _(
                        "Not written yet: {languages}",
                        languages=_.list([_(LANGUAGES[m]) for m in self.missing]),
                    )
                    if self.missing
                    else "",
                    to_whom(self.where, self.only, _),
                ),
                lines(
                    self._sent(_),
                    _("Without the picture, which Telegram did not take: {n}", n=self._people(self.plain, _))
                    if self.plain
                    else "",
                    _("Blocked the bot: {n}", n=self._people(self.blocked, _)) if self.blocked else "",
                    _("Failed: {n}", n=self._people(self.failed, _)) if self.failed else "",
                    _("Not sent, since it was stopped: {n}", n=self._people(self.left_out, _))
                    if self.left_out
                    else "",
                    self._left(_),
                ),
                lines(
                    _("Understood: {n}", n=people_shown(self.understood, _)),
                    _("Have a question: {n}", n=people_shown(self.questions, _)) if self.questions else "",
                )
                if self.asks
                else "",
                _(SURE[self.sure]) if self.sure in SURE else "",
                _("The meeting is cancelled with it, and whoever has signed up is told.")
                if self.sure == "withdraw" and self.content.kind == "meeting"
                else "",
            ),
            buttons=self._buttons(_),
        )

    @property
    def _is_exact(self) -> bool:
        return not self.only and shown(self.queued) is not None

    def _people(self, n: int, _: Words) -> str:
        return str(n) if self._is_exact else people_shown(n, _)

    def _sent(self, _: Words) -> str:
        if not self.queued:
            return ""
        if self._is_exact:
            return _("Sent: {n} of {all}", n=self.sent, all=self.queued)
        # Of how many would tell the numbers that are not shown.
        return _("Sent: {n}", n=people_shown(self.sent, _))

    def _left(self, _: Words) -> str:
        if not self.left or self.state != "sending":
            return ""
        minutes = max(1, math.ceil(self.seconds / 60))
        return lines(
            _("Left: {n}", n=self._people(self.left, _)),
            _.plural("About {n} minute left", "About {n} minutes left", minutes),
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.notice
        if self.sure in SURE:
            return [
                [_sure_button(self.sure, n, _)],
                [Button(_("Back"), data=f"notice.show:{n}")],
            ]
        words = f"{n}.{self.wording}" if self.wording else f"{n}"
        keys = {
            "read": Button(_("See it in all four languages"), data=f"notice.read:{n}"),
            "confirm": Button(_("Confirm and send"), data=f"notice.confirm:{words}"),
            "drop": Button(_("Do not send it"), data=f"notice.drop:{n}"),
            "correct": Button(_("Correct it"), data=f"notice.correct:{n}"),
            "stop": Button(_("Stop"), data=f"notice.stop:{n}"),
            "withdraw": Button(_("Withdraw it"), data=f"notice.withdraw:{n}"),
            "silent": Button(_("Who has not said that it is understood"), data=f"notice.silent:{n}"),
            "failed": Button(_("Where it did not arrive"), data=f"notice.failed:{n}"),
            "paper": Button(_("Homes without Telegram, to print"), data=f"notice.paper:{n}"),
            "guests": Button(_("Who comes to the meeting"), data=f"meeting.list:{n}"),
            "result": Button(_("Show what people answered"), data=f"notice.result:{n}"),
        }
        return [
            *([keys[each]] for each in self.may if each in keys),
            [Button(_("Notices so far"), data="notice.list:now")],
        ]


SURE: dict[str, str] = {
    "withdraw": N_("Is it to be withdrawn? It is deleted in every chat where Telegram still allows it."),
    "off": N_("Is the meeting cancelled? Whoever has signed up is told."),
}


def _sure_button(act: str, notice: int, _: Words) -> Button:
    if act == "off":
        return Button(_("Yes, cancel the meeting"), data=f"meeting.off:{notice}.sure")
    return Button(_("Yes, withdraw it"), data=f"notice.withdraw:{notice}.sure")


class Row(msgspec.Struct, frozen=True):
    """A notice in the list."""

    notice: int
    content: Content
    state: str
    at: float


class Listed(Message, frozen=True, tag="notice_desk.list"):
    """The latest notices; `before` is the id from which the next page begins, 0 for the last."""

    rows: list[Row]
    before: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        listed = (
            " · ".join(
                (
                    str(row.notice),
                    _.short_date(moment(row.at)),
                    title_of(row.content, _),
                    _(STATES[row.state]),
                )
            )
            for row in self.rows
        )
        keys = [
            [Button(f"{row.notice} · {_(KINDS[row.content.kind])}", data=f"notice.show:{row.notice}")]
            for row in self.rows
        ]
        return Rendered(
            title=_("Notices so far"),
            text=lines(*listed) or _("There is nothing here now."),
            buttons=[
                *keys,
                [Button(_("More"), data=f"notice.list:{self.before}")] if self.before else [],
                [Button(_("Write a notice"), data="notice.new:choose")],
            ],
        )


NO_HOME = N_("Somebody who does not live with us any more")


class Homes(Message, frozen=True, tag="notice_desk.homes"):
    """Homes to call or visit: `why` is silent (has not said that it is understood) or failed. Each is where
    it is, and why it did not arrive or "". A colleague stands there by name, who has no home now as "".
    """

    notice: int
    why: str
    rows: list[tuple[str, str]]
    n: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        silent = self.why == "silent"
        title = _("Who has not said that it is understood") if silent else _("Where it did not arrive")
        reasons = {"blocked": _("blocked the bot"), "failed": _("Telegram did not take it")}
        listed = (
            f"{isolated(where) or _(NO_HOME)} · {reasons[why]}" if why in reasons else isolated(where)
            for where, why in self.rows
        )
        more = self.n - len(self.rows)
        return Rendered(
            title=f"{title} · {self.n}",
            text=paragraphs(
                lines(*listed) or _("There is nothing here now."),
                _.plural("{n} more is on the list to print.", "{n} more are on the list to print.", more)
                if more > 0
                else "",
            ),
            buttons=[
                [Button(_("As a page to print"), data=f"notice.paper:{self.notice}.{self.why}")],
                [Button(_("Back"), data=f"notice.show:{self.notice}")],
            ],
        )


class PaperFile(Message, frozen=True, tag="notice_desk.paper"):
    """Under the page to print."""

    notice: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Notice {number}: to print", number=self.notice), document=True)


class DeskNews(Message, frozen=True, tag="notice_desk.news"):
    """A push to the desk; `what` is a key of DESK_NEWS. `where` is the home that it is about, "" for none."""

    notice: int
    what: str
    where: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=paragraphs(
                _(DESK_NEWS[self.what], number=self.notice), isolated(self.where) if self.where else ""
            ),
            buttons=[[Button(_("Show it"), data=f"notice.show:{self.notice}")]],
        )


DESK_NEWS: dict[str, str] = {
    "finished": N_("Notice {number} has been sent. The report is on its card."),
    "to_confirm": N_("Notice {number} to everybody waits for a second person. Please look at it."),
    "confirmed": N_("Notice {number} has been confirmed."),
    "refused": N_("Notice {number} was not confirmed. It is not sent."),
    "correction": N_("A correction of notice {number} to everybody waits for a second person."),
    "not_corrected": N_("The correction of notice {number} was not confirmed. Nothing was changed."),
    "past": N_("Notice {number} could not be confirmed: what it tells of is over. Correct its time first."),
    "too_late": N_("Notice {number} was not sent: what it tells of was over when its time came."),
    "question": N_("Somebody has a question about notice {number}. Please call:"),
    "call": N_("Somebody wants to be called about notice {number}. Please call now:"),
}


class Refused(Message, frozen=True, tag="notice_desk.refused"):
    """It cannot be done: `why` is a key of WHY_NOT."""

    why: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_(WHY_NOT.get(self.why, WHY_NOT["not_now"]), n=FEWEST_SHOWN))


WHY_NOT: dict[str, str] = {
    "not_now": N_("That cannot be done with this notice now. Nothing was changed."),
    "own": N_("Somebody else must confirm what you have written."),
    "changed": N_("It was changed meanwhile. Please read it again before you go on."),
    "sample": N_("This shows how it will look. Nobody has got it yet."),
    "not_yours": N_("This notice was not sent to you."),
    "gone": N_("There is no such notice."),
    "few": N_("Nothing can be shown before {n} people have given the same answer."),
    "over": N_("This notice no longer holds."),
    "past": N_("What this notice tells of is over. Its time must be corrected first."),
}


def heading(content: Content, _: Words) -> str:
    """Its kind and what it is called; of an emergency its name says both."""
    title = title_of(content, _)
    return title if content.kind == "emergency" else f"{_(KINDS[content.kind])}: {title}"


def to_whom(where: str, only: list[str], _: Words) -> str:
    """To whom it goes, and what narrows that."""
    names = {
        **{f"language.{key}": label for key, label in LANGUAGES.items()},
        **{f"contract.{key}": label for key, label in CONTRACTS.items()},
        **{f"role.{key}": label for key, label in ROLES.items()},
    }
    narrowed = [_(names[each]) for each in only if each in names]
    return lines(
        _("To: {where}", where=where) if where else "",
        _("Only: {whom}", whom=_.list(narrowed)) if narrowed else "",
    )
