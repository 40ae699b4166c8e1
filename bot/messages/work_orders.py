"""The work order as caretakers and the desk see it: the largest facts first, never a personal history."""

import datetime

import msgspec

from bot.messages.base import Message, lines, paragraphs, phone_shown
from bot.messages.fault_report import TIMES
from bot.messages.fault_words import CATEGORIES, ITEMS, URGENCIES_RECORD
from bot.messages.faults import moment
from bot.settings import Company
from bot.speech import N_, Button, Copied, Rendered, Words, isolated

LONGEST_LABEL = 40  # what a phone shows of a button

STATES: dict[str, str] = {
    "received": N_("New, nobody has taken it"),
    "taken": N_("Taken"),
    "started": N_("Begun"),
    "waiting": N_("Waiting for parts"),
    "outside": N_("With an outside firm"),
    "returned": N_("Back at the office"),
    "done": N_("Done"),
    "closed": N_("Closed"),
}
LANGUAGES: dict[str, str] = {
    "sv": N_("Swedish"),
    "ar": N_("Arabic"),
    "fa_AF": N_("Dari"),
    "en": N_("English"),
}
RETURN_REASONS: dict[str, str] = {
    "wrong_address": N_("Wrong address"),
    "not_mine": N_("Not my area or trade"),
    "needs_firm": N_("Needs an outside firm"),
    "no_access": N_("Could not get in"),
    "other": N_("Another reason"),
}
CLOSE_REASONS: dict[str, str] = {
    "not_ours": N_("Not ours to mend"),
    "duplicate": N_("Already reported"),
    "no_fault": N_("No fault found"),
    "other": N_("Another reason"),
}


class Colleague(msgspec.Struct, frozen=True):
    """Somebody an order can be given to."""

    person: int
    name: str


class OrderCard(Message, frozen=True, tag="order.card"):
    """`view` is what this reader can do: open (may take it), mine (holds it), other (somebody else does),
    desk; `asks` is the question that is open on the card: return, close, assign, note or none.
    `phone` is there for the holder only, on the person's own wish for a call.
    """

    number: int
    item: str
    urgency: str
    state: str
    address: str
    view: str
    place: str = "home"
    flat: str = ""
    floor: int | None = None
    master_key: bool = False
    pet: bool = False
    call_first: bool = False
    time: str = "any"
    locale: str = "sv"
    words: str = ""
    files: int = 0
    holder: str = ""
    phone: str = ""
    reason: str = ""
    notes: list[str] = []
    reopened: bool = False
    at: float = 0.0
    asks: str = ""
    colleagues: list[Colleague] = []
    more: int = 0
    can_be_one: list[int] = []
    merged: int = 0
    due: float = 0.0
    late: bool = False
    planned: str = ""
    stopped: bool = False
    firm: str = ""
    firm_reference: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        category = self.item.partition(".")[0]
        reopened = _("Open again: the tenant says that it is not fixed.") if self.reopened else ""
        return Rendered(
            title=f"{self.number} · {_(URGENCIES_RECORD[self.urgency])}",
            text=paragraphs(
                lines(
                    self._where(_),
                    _("{category}: {fault}", category=_(CATEGORIES[category]), fault=_(ITEMS[self.item])),
                ),
                self._access(_) if self.place == "home" else _("Shared place"),
                lines(
                    _("Language: {language}", language=_(LANGUAGES[self.locale])),
                    _("Phone: {phone}", phone=phone_shown(self.phone)) if self.phone else "",
                    _.plural("{n} photo or voice message", "{n} photos or voice messages", self.files)
                    if self.files
                    else "",
                    _("Words of the tenant: {words}", words=self.words) if self.words else "",
                    *(_("Note: {note}", note=note) for note in self.notes),
                ),
                self._others(_),
                lines(
                    reopened,
                    self._state(_),
                    _("Reported {when}", when=_.moment(moment(self.at))) if self.at else "",
                    self._promise(_),
                ),
                self._question(_),
            ),
            buttons=self._buttons(_),
        )

    def _where(self, _: Words) -> str:
        address = isolated(self.address)
        if not self.flat:
            return address
        flat = _("flat {flat}", flat=Copied(self.flat))
        floor = "" if self.floor is None else _("floor {floor}", floor=Copied(self.floor))
        return " · ".join(part for part in (address, flat, floor) if part)

    def _access(self, _: Words) -> str:
        return lines(
            _("MASTER KEY: YES") if self.master_key else _("MASTER KEY: NO"),
            _("Pet at home: yes") if self.pet else _("Pet at home: no"),
            _("Call first: yes") if self.call_first else "",
            _("Time: {time}", time=_(TIMES[self.time])),
        )

    def _others(self, _: Words) -> str:
        """Who else has the same: how many have said so, and what may be the same fault."""
        numbers = _.list([str(number) for number in self.can_be_one])
        return lines(
            _.plural("{n} more person has it.", "{n} more people have it.", self.more) if self.more else "",
            _("It is part of order {number}.", number=self.merged) if self.merged else "",
            _("Perhaps one fault with: {numbers}", numbers=numbers) if self.can_be_one else "",
        )

    def _promise(self, _: Words) -> str:
        if self.state in ("done", "closed"):
            return ""
        day = _.date(datetime.date.fromisoformat(self.planned)) if self.planned else ""
        due = _.moment(moment(self.due)) if self.due else ""
        return lines(
            _("Planned for {day}.", day=day) if day else "",
            _("Promised by {when}", when=due) if due and not day else "",
            _("OVERDUE") if self.late and not self.stopped else "",
            _("Waits for the tenant's answer") if self.stopped else "",
        )

    def _state(self, _: Words) -> str:
        state = _(STATES[self.state])
        if self.holder:
            state = _("{state}: {name}", state=state, name=self.holder)
        if self.state == "outside" and self.firm:
            firm = " ".join(part for part in (self.firm, self.firm_reference) if part)
            state = _("{state}: {name}", state=state, name=firm)
        if self.reason and self.state in ("returned", "closed"):
            known = RETURN_REASONS | CLOSE_REASONS
            return lines(state, _("Reason: {reason}", reason=_(known.get(self.reason, known["other"]))))
        return state

    def _question(self, _: Words) -> str:
        questions = {
            "return": _("Why does it go back?"),
            "close": _("Why is it closed? The tenant is told."),
            "assign": _("Who gets it?"),
            "note": _("Anything to add? Write it or send a photo."),
        }
        return questions.get(self.asks, "")

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        back = [Button(_("Back"), data=f"order.show:{n}")]
        match self.asks:
            case "return":
                return [
                    *([Button(_(t), data=f"order.return_as:{n}.{key}")] for key, t in RETURN_REASONS.items()),
                    back,
                ]
            case "close":
                return [
                    *([Button(_(t), data=f"order.close_as:{n}.{key}")] for key, t in CLOSE_REASONS.items()),
                    back,
                ]
            case "assign":
                people = [[Button(c.name, data=f"order.give:{n}.{c.person}")] for c in self.colleagues]
                return [*people, back]
            case "note":
                return [[Button(_("Nothing to add"), data=f"order.note:{n}")]]
        return self._acts(_)

    def _acts(self, _: Words) -> list[list[Button]]:
        one = [[Button(_("Make it one known fault"), data=f"order.known:{self.number}")]]
        return [
            *self._acts_by_view(_),
            *(one if self.can_be_one and self.state not in ("done", "closed") else []),
        ]

    def _acts_by_view(self, _: Words) -> list[list[Button]]:
        n = self.number
        if self.view == "desk":
            if self.state == "closed":
                return []
            rows = [[Button(_("Close"), data=f"order.close:{n}")]]
            if self.state != "done" and self.colleagues:
                rows.insert(0, [Button(_("Give to a caretaker"), data=f"order.assign:{n}")])
            return rows
        give_back = [Button(_("Give back"), data=f"order.return:{n}")]
        if self.view == "open" and self.state == "received":
            return [[Button(_("Take"), data=f"order.take:{n}")], give_back]
        if self.view != "mine" or self.state not in ("taken", "started", "waiting"):
            return []
        start = [Button(_("Start"), data=f"order.start:{n}")]
        parts = [Button(_("Waiting for parts"), data=f"order.parts:{n}")]
        done = [Button(_("Done"), data=f"order.done:{n}")]
        acts = {"taken": [start, parts, done], "started": [done, parts], "waiting": [start, done]}
        return [*acts[self.state], give_back]


class OrderNews(Message, frozen=True, tag="order.news"):
    """A push about an order whose card stands in the chat already; `what` has happened."""

    number: int
    what: str

    def render(self, _: Words, company: Company) -> Rendered:
        texts = {
            "reopened": _("Order {number} is open again: it was not fixed.", number=self.number),
            "given": _("Order {number} has been given to you.", number=self.number),
            "taken_away": _("Order {number} has been given to somebody else.", number=self.number),
            "returned": _("Order {number} is back at the office.", number=self.number),
            "closed": _("Order {number} has been closed by the office.", number=self.number),
            "released": _("Order {number} is free again: nobody has it.", number=self.number),
            "unanswered": _(
                "Order {number} is back at the office: the tenant has not answered.", number=self.number
            ),
            "known": _("Order {number} is now one fault for the whole house.", number=self.number),
            "added": _("The tenant has added something to order {number}.", number=self.number),
            "reopened_twice": _(
                "Order {number} was not fixed twice. It is back at the office.", number=self.number
            ),
            "half": _("Half of the time that was promised for order {number} is gone.", number=self.number),
            "due": _("Order {number} should be done now.", number=self.number),
            "overdue": _("Order {number} is overdue.", number=self.number),
            "unseen": _("Nobody has looked at order {number} yet. It cannot wait.", number=self.number),
            "untaken": _("Nobody has taken order {number} yet.", number=self.number),
            "firm": _("Order {number} has been given to an outside firm.", number=self.number),
            "merged": _("Order {number} is now part of another order.", number=self.number),
            "withdrawn": _("Order {number} has been taken back by the tenant.", number=self.number),
        }
        return Rendered(
            text=texts.get(self.what) or _("There is news about order {number}.", number=self.number),
            buttons=[[Button(_("Show"), data=f"order.show:{self.number}")]],
        )


class OrderFile(Message, frozen=True, tag="order.file"):
    """A photo, voice note or video of an order, under its card."""

    number: int
    file: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Order {number}", number=self.number), file=self.file)


class Orders(Message, frozen=True, tag="order.list"):
    """What is open for this reader, the most urgent first; `rows` are (number, urgency, address, item)."""

    rows: list[tuple[int, str, str, str]]
    left_out: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        if not self.rows:
            return Rendered(text=_("No order is open."))
        listed = "\n".join(
            f"{number} · {_(URGENCIES_RECORD[urgency])} · {isolated(address)} · {_(ITEMS[item])}"
            for number, urgency, address, item in self.rows
        )
        more = _.plural("and {n} more", "and {n} more", self.left_out) if self.left_out else ""
        return Rendered(
            title=_("Orders that are open"),
            text=lines(listed, more),
            buttons=[
                [Button(f"{row[0]} · {row[2]}"[:LONGEST_LABEL], data=f"order.show:{row[0]}")]
                for row in self.rows
            ],
        )


class NotNow(Message, frozen=True, tag="order.not_now"):
    """A press that came too late, answered with what is true. `holder` is who has it, "" for nobody."""

    number: int
    state: str
    holder: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        state = _(STATES[self.state])
        if self.holder:
            state = _("{state}: {name}", state=state, name=self.holder)
        return Rendered(
            text=_("Order {number} cannot be changed like that now. {state}", number=self.number, state=state)
        )
