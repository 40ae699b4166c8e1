"""The work order as caretakers and the desk see it: the largest facts first, never a personal history."""

import datetime

import msgspec

from bot.messages.access import time_of
from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs, phone_shown
from bot.messages.desk_orders import Desk
from bot.messages.fault_report import TIMES
from bot.messages.fault_words import CATEGORIES, ITEMS, URGENCIES_RECORD
from bot.messages.faults import moment
from bot.messages.order_access import OrderAccess
from bot.settings import Company
from bot.speech import N_, TEXT_LIMIT, Button, Copied, Rendered, Words, isolated, utf16_length

# What the marks of direction and "n earlier notes" take of a message.
ROOM = TEXT_LIMIT - 200
SHORT = 400

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
    """Somebody an order can be given to; `away` is whether he is not at work these days."""

    person: int
    name: str
    away: bool = False


class OrderCard(Message, frozen=True, tag="order.card"):
    """`view` is what this reader can do: open (may take it), mine (holds it), other (somebody else does),
    desk, or team (a group, where it depends on who presses); `asks` is the question that is open on the card:
    return, close, assign, note, one of the desk's or none. `phone` is there for the holder only, on the
    person's own wish for a call. `note_languages` has, for each of `notes`, its language if that is not
    Swedish. `joined` are the reports that have become part of this one. `desk` is there for the desk only.
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
    note_languages: list[str] = []
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
    access: OrderAccess = OrderAccess()
    joined: list[int] = []
    desk: Desk | None = None

    def render(self, _: Words, company: Company) -> Rendered:
        title = f"{self.number} · {_(URGENCIES_RECORD[self.urgency])}"
        room = ROOM - utf16_length(title + self._text(_, []))
        shorter = self._shorter()
        if room < 0 and shorter != self:
            return shorter.render(_, company)
        return Rendered(title=title, text=self._text(_, self._notes(_, room)), buttons=self._buttons(_))

    def _text(self, _: Words, notes: list[str]) -> str:
        category = self.item.partition(".")[0]
        reopened = _("Open again: the tenant says that it is not fixed.") if self.reopened else ""
        return paragraphs(
            self.access.warning(_, self.master_key),
            lines(
                where(_, self.address, self.flat, self.floor),
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
                *notes,
                self.access.text(_, LANGUAGES),
            ),
            self._others(_),
            lines(
                reopened,
                self._state(_),
                _("Reported {when}", when=_.moment(moment(self.at))) if self.at else "",
                self._promise(_),
            ),
            self.desk.facts(_) if self.desk else "",
            self.desk.way(_) if self.desk else "",
            self._question(_),
        )

    def _shorter(self) -> "OrderCard":
        """The card with less on it, since a long story must not keep an order from being shown: the way goes
        first, then the end of what the tenant wrote.
        """
        if self.desk is not None and self.desk.steps:
            return msgspec.structs.replace(self, desk=msgspec.structs.replace(self.desk, steps=[]))
        return msgspec.structs.replace(self, words=_beginning(self.words))

    def _access(self, _: Words) -> str:
        return lines(
            _("MASTER KEY: YES") if self.master_key else _("MASTER KEY: NO"),
            self.access.key_line(_),
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
            _("Also reported as: {numbers}", numbers=_.list([str(each) for each in self.joined]))
            if self.joined
            else "",
            _("Perhaps one fault with: {numbers}", numbers=numbers) if self.can_be_one else "",
        )

    def _notes(self, _: Words, room: int) -> list[str]:
        """The latest, as many as have room, each as it was written; one that is not Swedish is marked."""
        shown: list[str] = []
        for i, note in reversed(list(enumerate(self.notes))):
            language = self.note_languages[i] if i < len(self.note_languages) else ""
            said = (
                _("Note in {language}: {note}", language=_(LANGUAGES[language]), note=note)
                if language in LANGUAGES
                else _("Note: {note}", note=note)
            )
            room -= utf16_length(said) + len(said.split("\n")) + 1
            if room < 0:
                left = i + 1
                return [_.plural("{n} earlier note", "{n} earlier notes", left), *shown]
            shown.insert(0, said)
        return shown

    def _promise(self, _: Words) -> str:
        if self.state in ("done", "closed"):
            return ""
        day = _.date(datetime.date.fromisoformat(self.planned)) if self.planned else ""
        due = _.moment(moment(self.due)) if self.due else ""
        visit = time_of(self.access.visit, _)
        return lines(
            _("Visit agreed: {when}", when=visit) if visit else "",
            _("Planned for {day}.", day=day) if day and not visit else "",
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
        for_desk = self.desk.question(self.asks, _) if self.desk else ""
        return questions.get(self.asks) or for_desk or self.access.question(self.asks, _)

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        for_desk = self.desk.buttons(n, self.asks, bool(self.planned), _) if self.desk else None
        if for_desk is not None:
            return for_desk
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
                people = [
                    [
                        Button(
                            _("{name} (away)", name=c.name) if c.away else c.name,
                            data=f"order.give:{n}.{c.person}",
                        )
                    ]
                    for c in self.colleagues
                ]
                return [*people, back]
            case "note":
                return [[Button(_("Nothing to add"), data=f"order.note:{n}")]]
            case "ask" | "days" | "hours":
                return self.access.choices(self.asks, _, n)
        return self._acts(_)

    def _acts(self, _: Words) -> list[list[Button]]:
        one = [[Button(_("Make it one known fault"), data=f"order.known:{self.number}")]]
        return [
            *self._acts_by_view(_),
            *(one if self.can_be_one and self.state not in ("done", "closed") else []),
        ]

    def _acts_by_view(self, _: Words) -> list[list[Button]]:
        n = self.number
        for_desk = self.desk.acts(n, self.joined, _) if self.desk else []
        if self.view == "desk":
            asks = self.access.buttons(_, n, self.master_key) if self.state != "closed" else []
            return [*asks, *for_desk]
        give_back = [Button(_("Give back"), data=f"order.return:{n}")]
        if self.view in ("open", "team") and self.state == "received":
            return [[Button(_("Take"), data=f"order.take:{n}")], give_back]
        if self.view not in ("mine", "team") or self.state not in ("taken", "started", "waiting"):
            return for_desk
        if self.access.key_changed:
            return self.access.acknowledge(_, n, self.master_key)
        start = [Button(_("Start"), data=f"order.start:{n}")]
        parts = [Button(_("Waiting for parts"), data=f"order.parts:{n}")]
        done = [Button(_("Done"), data=f"order.done:{n}")]
        acts = {"taken": [start, parts, done], "started": [done, parts], "waiting": [start, done]}
        asks = self.access.buttons(_, n, self.master_key)
        return [*acts[self.state], *asks, give_back, *for_desk]


def _beginning(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def where(_: Words, address: str, flat: str, floor: int | None) -> str:
    """Address, flat and floor in one line."""
    if not flat:
        return isolated(address)
    shown = "" if floor is None else _("floor {floor}", floor=Copied(floor))
    parts = (isolated(address), _("flat {flat}", flat=Copied(flat)), shown)
    return " · ".join(part for part in parts if part)


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
            "key": _("The answer about the master key has changed: order {number}.", number=self.number),
            "answered": _("The tenant has answered about order {number}.", number=self.number),
            "call": _("Please call the tenant about order {number}.", number=self.number),
            "called": _("The office has called the tenant about order {number}.", number=self.number),
            "key_unread": _(
                "Order {number} is done. The tenant had changed the answer about the master key, and nobody "
                "had read it.",
                number=self.number,
            ),
            "withdrawn": _("Order {number} has been taken back by the tenant.", number=self.number),
            "reclassed": _("Order {number} has another class now.", number=self.number),
            "urgent": _("Order {number} is acute now.", number=self.number),
            "planned": _("Order {number} has been planned for a day.", number=self.number),
            "ask_if_fixed": _(
                "Order {number} is done. Call the household and ask if it is fixed.", number=self.number
            ),
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
        more = _.plural("and {n} more", "and {n} more", self.left_out) if self.left_out else ""
        return Rendered(
            title=_("Orders that are open"),
            text=lines(order_rows(_, self.rows), more),
            buttons=order_buttons(self.rows),
        )


def order_rows(_: Words, rows: list[tuple[int, str, str, str]]) -> str:
    """A line for each of (number, urgency, address, item)."""
    return "\n".join(
        f"{number} · {_(URGENCIES_RECORD[urgency])} · {isolated(address)} · {_(ITEMS[item])}"
        for number, urgency, address, item in rows
    )


def order_buttons(rows: list[tuple[int, str, str, str]]) -> list[list[Button]]:
    """A button that opens each of them."""
    return [
        [Button(f"{number} · {address}"[:LONGEST_LABEL], data=f"order.show:{number}")]
        for number, _urgency, address, _item in rows
    ]


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
