"""For the unit and the office: contracts that may become first-hand, the checklist, two who approve."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, in_rows, lines, paragraphs
from bot.messages.households import PhoneRow, phone_text
from bot.settings import Company
from bot.speech import N_, Button, Copied, Rendered, Words, isolated

STATES: dict[str, str] = {
    "signed2": N_("second-hand contract signed"),
    "second": N_("lives second-hand"),
    "convert": N_("becomes first-hand"),
    "first": N_("first-hand contract"),
    "notice": N_("notice given"),
    "ended": N_("ended"),
    "cancelled": N_("cancelled before the keys"),
}
POINTS: dict[str, str] = {
    "identity": N_("Identity seen"),
    "registration": N_("Proof seen"),
    "rent_paid": N_("Second-hand rent paid"),
    "insurance_told": N_("Told about home insurance"),
    "signed": N_("Signed with an interpreter"),
    "number_exists": N_("Personal number in the system"),
    "no_open_case": N_("No open case"),
    "size_fits": N_("The household fits the flat"),
    "lease_made": N_("New contract made"),
    "old_lease_ends": N_("The municipality's lease ends"),
    "allowance": N_("Allowance: new contract sent"),
    "name_on_door": N_("Name on the door"),
    "electricity": N_("Electricity in own name"),
    "insurance": N_("Home insurance"),
}
GROUPS: dict[str, str] = {"unit": N_("Tick all of the unit's"), "company": N_("Tick all of the company's")}
GROUNDS: dict[str, str] = {
    "registered": N_("Registered with Arbetsförmedlingen"),
    "decision": N_("A written decision of the unit"),
}
REFUSED: dict[str, str] = {
    "not_registered": N_("Not registered after all"),
    "rent_unpaid": N_("The rent is not paid"),
    "size": N_("The flat does not fit"),
    "other": N_("Another reason"),
}
UNDONE: dict[str, str] = {
    "wrong_proof": N_("The proof was wrong"),
    "wrong_home": N_("It was the wrong home"),
    "wrong_day": N_("The day was wrong"),
}
NOTICES: dict[str, str] = {"usual": N_("An ordinary notice"), "death": N_("After a death")}
# Why something could not be done.
NOT_NOW: dict[str, str] = {
    "missing": N_("Something is missing before this can be approved: see the list."),
    "voted": N_("You have said yes already. It needs another person too."),
    "other_side": N_("It needs a yes from the other side: one person of the unit and one of the office."),
    "effective": N_("Choose a first of a month that is to come."),
    "day": N_("The day on the proof cannot be to come."),
    "number": N_("Write the contract's number: at most 20 characters, and no personal number."),
    "late_after_death": N_(
        "More than a month has gone since the death, so the ordinary notice holds. See the last day."
    ),
    "contract": N_("The contract is in another state now. See what is true."),
    "state": N_("This has been decided meanwhile. See what is true."),
}


class Row(msgspec.Struct, frozen=True):
    """A household's contract in the list: `about` is its label, or its address; `why` a key of WHY."""

    contract: int
    about: str
    why: str
    months: int = 0


WHY: dict[str, str] = {
    "registered": N_("says: registered"),
    "call": N_("wants a call"),
    "approve": N_("to be approved"),
    "open": N_("checklist open"),
    "undo": N_("to be undone"),
    "long": N_("{months} months second-hand"),
    "notice": N_("notice given"),
}


class ConversionList(Message, frozen=True, tag="conversion.list"):
    """A page of what waits for a person, and below it the other second-hand contracts and those that end."""

    rows: list[Row]
    others: list[Row] = []
    page: int = 1
    more: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        ending = [row for row in self.others if row.why == "notice"]
        before, after = self.page - 1, self.page + 1
        nothing = "" if before or self.more else _("Nothing waits for you now.")
        turns = [
            *([Button(_("Before"), data=f"conversion.list:{before}")] if before else []),
            *([Button(_("More"), data=f"conversion.list:{after}")] if self.more else []),
        ]
        return Rendered(
            title=_("From second-hand to first-hand"),
            text=paragraphs(
                _listed(_, self.rows) or nothing,
                _listed(_, ending),
                _("Other second-hand contracts are under the buttons.")
                if len(ending) < len(self.others)
                else "",
            ),
            buttons=[
                *(
                    [Button(row.about[:LONGEST_LABEL], data=f"conversion.show:{row.contract}")]
                    for row in _once([*self.rows, *self.others])
                ),
                *([turns] if turns else []),
            ],
        )


def _listed(_: Words, rows: list[Row]) -> str:
    return lines(*(f"– {isolated(row.about)}: {_why(_, row)}" for row in rows))


def _once(rows: list[Row]) -> list[Row]:
    return list({row.contract: row for row in reversed(rows)}.values())[::-1]


def _why(_: Words, row: Row) -> str:
    return _(WHY[row.why], months=row.months) if row.why == "long" else _(WHY[row.why])


class Seen(msgspec.Struct, frozen=True):
    """A proof: its ground, ISO day, and the name of who saw it."""

    ground: str
    day: str
    by: str


class Told(msgspec.Struct, frozen=True):
    """What an adult, by number, did with the news: `state` is a key of TOLD."""

    n: int
    state: str


TOLD: dict[str, str] = {
    "under_way": N_("on its way"),
    "sent": N_("delivered"),
    "not_sent": N_("not delivered: call"),
    "opened": N_("opened"),
    "understood": N_("understood"),
    "call": N_("wants a call"),
    "called": N_("has been called"),
}


class ConversionCard(Message, frozen=True, tag="conversion.card"):
    """A household's contract for the unit and the office. `about` is the label for its officer, else address
    and flat. `conversion` is 0 before there is one; `asks` what is open on the card: ground, day, saw, whose,
    number, effective, refuse, undo, arrived, notice, died. `can` are the presses that this reader has.
    """

    contract: int
    about: str
    state: str
    kind: str
    begins: str
    ends: str = ""
    check_by: str = ""
    proofs: list[Seen] = []
    conversion: int = 0
    stage: str = ""
    required: list[str] = []
    ticked: list[str] = []
    number: str = ""
    effective: str = ""
    votes: list[str] = []
    undo_votes: list[str] = []
    told: list[Told] = []
    asks: str = ""
    days: list[str] = []
    people: list[tuple[int, str]] = []
    adults: list[PhoneRow] = []
    can: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=self.about,
            text=paragraphs(
                self._contract(_), self._proofs(_), self._checklist(_), self._news(_), self._asked(_)
            ),
            buttons=[*self._answers(_), *([] if self.asks else self._acts(_)), self._back(_)],
        )

    def _contract(self, _: Words) -> str:
        return lines(
            _("State: {state}", state=_(STATES[self.state])),
            _("From {day}", day=_short(_, self.begins)),
            _("Last day {day}", day=_short(_, self.ends)) if self.ends else "",
            _("They say that they are registered. Look at it by {day}.", day=_short(_, self.check_by))
            if self.check_by
            else "",
        )

    def _proofs(self, _: Words) -> str:
        return lines(
            *(
                _("{ground}, {day}, seen by {name}", ground=_(GROUNDS[each.ground]),
                  day=_short(_, each.day), name=each.by)
                for each in self.proofs
            )
        )  # fmt: skip

    def _checklist(self, _: Words) -> str:
        if not self.conversion:
            return ""
        left = [point for point in self.required if point not in self.ticked]
        return lines(
            _("Ticked: {points}", points=_.list([_(POINTS[p]) for p in self.ticked if p in POINTS]))
            if self.ticked
            else "",
            _("Left: {points}", points=_.list([_(POINTS[p]) for p in left if p in POINTS])) if left else "",
            _("Contract number: {number}", number=self.number) if self.number else "",
            _("First-hand from {day}", day=_short(_, self.effective)) if self.effective else "",
            _("Approved by: {names}", names=_.list(self.votes)) if self.votes else "",
            _("To be undone, says: {names}", names=_.list(self.undo_votes)) if self.undo_votes else "",
        )

    def _news(self, _: Words) -> str:
        return lines(*(_("Adult {n}: {state}", n=each.n, state=_(TOLD[each.state])) for each in self.told))

    def _asked(self, _: Words) -> str:
        what = self.asks.partition(".")[0]
        return {
            "ground": _("What did you see? Only the day and who saw it are kept, never the paper."),
            "day": _("Which day is on it? Press a day, or write it: 2026-11-25."),
            "saw": _("Who saw it?"),
            "whose": _("Every adult is to be registered. Whose registration is it?"),
            "number": _("Write the number of the new contract, as it is in the property system."),
            "effective": _("First-hand from which day?"),
            "refuse": _("Why does it not become first-hand now?"),
            "undo": _("What was wrong? It needs one of the unit and one of the office."),
            "notice": _("What kind of notice is it?"),
            "died": lines(
                _("On which day was the death? Press a day, or write it: 2026-11-25. The day is not kept."),
                _("The shorter notice holds if it was given within a month."),
            ),
            "arrived": _("When did the written notice arrive? Press a day, or write it: 2026-11-25."),
        }.get(what, "")

    def _answers(self, _: Words) -> list[list[Button]]:
        what, _dot, more = self.asks.partition(".")
        place = f"{self.contract}.{more}" if more else str(self.contract)
        days = {day.replace("-", ""): _short(_, day) for day in self.days}
        match what:
            case "ground":
                found = [
                    Button(_(text), data=f"conversion.ground:{place}.{each}")
                    for each, text in GROUNDS.items()
                ]
            case "day":
                found = [Button(text, data=f"conversion.day:{place}.{day}") for day, text in days.items()]
            case "arrived":
                found = [Button(text, data=f"contract.notice_on:{place}.{day}") for day, text in days.items()]
            case "notice":
                found = [
                    Button(_(text), data=f"contract.notice_as:{place}.{each}")
                    for each, text in NOTICES.items()
                ]
            case "died":
                found = [Button(text, data=f"contract.died:{place}.{day}") for day, text in days.items()]
            case "effective":
                found = [
                    Button(text, data=f"conversion.effective:{place}.{day}") for day, text in days.items()
                ]
            case "saw":
                found = [
                    Button(name[:LONGEST_LABEL], data=f"conversion.saw:{place}.{person}")
                    for person, name in self.people
                ]
            case "whose":
                found = [
                    Button(phone_text(_, each)[:LONGEST_LABEL], data=f"conversion.saw:{place}.{each.person}")
                    for each in self.adults
                ]
            case "refuse":
                found = [
                    Button(_(text), data=f"conversion.refuse_as:{place}.{why}")
                    for why, text in REFUSED.items()
                ]
            case "undo":
                found = [
                    Button(_(text), data=f"conversion.undo_as:{place}.{why}") for why, text in UNDONE.items()
                ]
            case _:
                found = []
        return [[each] for each in found]

    def _acts(self, _: Words) -> list[list[Button]]:
        one = {
            "record": Button(_("I have seen a proof"), data=f"conversion.record:{self.contract}"),
            "not_yet": Button(_("Not registered yet"), data=f"conversion.not_yet:{self.contract}"),
            "number": Button(_("The contract's number"), data=f"conversion.number:{self.contract}"),
            "date": Button(_("From which day"), data=f"conversion.date:{self.contract}"),
            "approve": Button(_("Approve"), data=f"conversion.approve:{self.contract}"),
            "refuse": Button(_("Do not convert"), data=f"conversion.refuse:{self.contract}"),
            "undo": Button(_("Undo: it was wrong"), data=f"conversion.undo:{self.contract}"),
            "keep": Button(_("Leave it as it is"), data=f"conversion.keep:{self.contract}"),
            "called": Button(_("I have called"), data=f"conversion.called:{self.contract}"),
            "tracks": Button(_("Work and permission"), data=f"track.show:{self.contract}"),
            "long": Button(_("I have seen how long it is"), data=f"contract.seen:{self.contract}"),
            "notice": Button(_("Notice has arrived"), data=f"contract.notice:{self.contract}"),
            "register": Button(_("Register the flat"), data=f"vacancy.of:{self.contract}"),
            "withdraw": Button(_("Notice taken back"), data=f"contract.withdraw:{self.contract}"),
        }
        groups = [
            [Button(_(GROUPS[each]), data=f"conversion.tick:{self.contract}.{each}")]
            for each in GROUPS
            if "tick" in self.can and f"tick_{each}" in self.can
        ]
        points = [
            Button(
                _("Done: {point}", point=Copied(_(POINTS[point])))
                if point in self.ticked
                else _(POINTS[point]),
                data=f"conversion.tick:{self.contract}.{point}",
            )
            for point in POINTS
            if "tick" in self.can
        ]  # fmt: skip
        first = [[one[act]] for act in ("record", "not_yet", "called", "long", "register") if act in self.can]
        rest = [
            one[act]
            for act in ("number", "date", "refuse", "undo", "keep", "notice", "withdraw", "tracks")
            if act in self.can
        ]
        approve = [[one["approve"]]] if "approve" in self.can else []
        return [*first, *groups, *([each] for each in points), *in_rows(rest, 2), *approve]

    def _back(self, _: Words) -> list[Button]:
        if self.asks:
            return [Button(_("Back"), data=f"conversion.show:{self.contract}")]
        return [Button(_("Back to the list"), data="conversion.list:now")]


def _short(_: Words, iso: str) -> str:
    return _.short_date(datetime.date.fromisoformat(iso))


class NotNow(Message, frozen=True, tag="conversion.not_now"):
    """Why something could not be done; `why` is a key of NOT_NOW."""

    why: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_(NOT_NOW.get(self.why, NOT_NOW["state"])))


class ConversionNews(Message, frozen=True, tag="conversion.news"):
    """There is something to do about a household, for the unit or the office."""

    contract: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("There is something to do about a household's contract."),
            buttons=[[Button(_("Show"), data=f"conversion.show:{self.contract}")]],
        )
