"""An offer of a home, as the household reads it: a push that points, and the offer itself for its adults."""

import datetime
from urllib.parse import quote

import msgspec

from bot.messages.base import Message, in_swedish_too, lines, paragraphs, phone_shown
from bot.settings import Company
from bot.speech import N_, RECORD, Button, Rendered, Words

MAP = "https://www.openstreetmap.org/search?query="

# What is so of an offer that can no longer be answered, and what was.
STATES: dict[str, str] = {
    "silent": N_("The day for an answer has passed. A person from the unit calls you and asks."),
    "accepted": N_("Your household has said yes. Now the unit confirms it."),
    "declined": N_("Your household has said no. A person from the unit calls you."),
    "signed": N_(
        "It is confirmed: this will be your home. The unit calls you about the contract and the keys."
    ),
}
ENDED: dict[str, str] = {
    "passed_on": N_("This offer is over: the flat was offered to another household."),
    "withdrawn": N_("The unit has taken this offer back. Ask your officer if you wonder why."),
    "void": N_("The flat is not free after all: whoever lives there stays."),
    "expired": N_("The time for this offer is over, and the flat goes to the ordinary queue."),
    "given_back": N_("The unit has given this flat back, so the offer is over."),
    "left": N_("This offer is over."),
    "not_coming": N_(
        "You do not get this home after all: it is not free. Your officer at the unit calls you."
    ),
}
REASONS: dict[str, str] = {
    "size": N_("Too small or too big"),
    "place": N_("The place does not suit us"),
    "stairs": N_("The stairs"),
    "rent": N_("The rent"),
    "time": N_("Not now"),
    "other": N_("Something else"),
}
NEWS: dict[str, str] = {
    "new": N_("We have an offer of a home for you. Press Show and read it in peace."),
    "half": N_("An offer of a home waits for your answer."),
    "last": N_("An offer of a home waits for your answer. It is nearly time."),
    "more": N_("You have more time to answer the offer of a home."),
    "news": N_("There is news about the offer of a home, number {number}."),
}
REFUSED: dict[str, str] = {
    "not_yours": N_("This offer is to a household that you do not belong to, so I cannot show or answer it."),
    "adult": N_("An adult in the household must answer this."),
    "late": N_("The day for an answer has passed, so nothing was changed. A person calls you and asks."),
    "over": N_("This offer is over, so nothing was changed."),
    "busy": N_("Your household has another offer now. Answer that one, or ask your officer."),
    "unknown": N_("There is no such offer. Nothing was changed."),
}


class Flat(msgspec.Struct, frozen=True):
    """What is said of a home that is offered; what is not known is left out. `free_from` is an ISO day,
    `rent` kronor a month, `size` square metres.
    """

    address: str
    number: str
    free_from: str
    rooms: int | None = None
    size: float | None = None
    floor: int | None = None
    lift: bool | None = None
    rent: int | None = None


def day_of(_: Words, iso: str) -> str:
    return _.date(datetime.date.fromisoformat(iso))


def show(_: Words, number: int) -> Button:
    return Button(_("Show"), data=f"offer.show:{number}")


def facts(_: Words, flat: Flat) -> str:
    """The home in a few lines."""
    lift = {True: _("There is a lift."), False: _("There is no lift."), None: ""}[flat.lift]
    size = "" if flat.size is None else f"{flat.size:g}".replace(".", "," if _.locale == RECORD else ".")
    return lines(
        _("Address: {address}", address=flat.address),
        _("Flat: {flat}", flat=flat.number),
        _.plural("{n} room and a kitchen", "{n} rooms and a kitchen", flat.rooms) if flat.rooms else "",
        _("{size} square metres", size=size) if size else "",
        _("Floor: {floor}", floor=flat.floor) if flat.floor is not None else "",
        lift,
        _("Rent: {rent} kronor a month", rent=flat.rent)
        if flat.rent is not None
        else _("Rent: the unit tells you when it calls."),
        _("Free from: {day}", day=day_of(_, flat.free_from)),
    )


def _follows(_: Words) -> str:
    """What each answer means."""
    return paragraphs(
        _(
            "If you say yes: the unit confirms it and calls you. You first rent from the municipality "
            "(andrahand), and it rents from us."
        ),
        _("If you say no: a person calls you and asks what would suit you. It is no penalty."),
        _("If you do not answer: a person calls you. It is no penalty."),
    )


class OfferNews(Message, frozen=True, tag="offer.news"):
    """A push that points. `what` is a key of NEWS, `answer_by` an ISO day or "" where there is none;
    `adult` is whether the reader may answer.
    """

    number: int
    what: str
    answer_by: str = ""
    adult: bool = True

    def render(self, _: Words, company: Company) -> Rendered:
        day = day_of(_, self.answer_by) if self.answer_by else ""
        by = _("Answer by {day}.", day=day) if self.adult else _("An adult must answer by {day}.", day=day)
        return Rendered(
            text=lines(_(NEWS.get(self.what, NEWS["news"]), number=self.number), by if day else ""),
            buttons=[[show(_, self.number)]],
        )


class OfferForHelper(Message, frozen=True, tag="offer.for_helper"):
    """For who may not answer: only that an adult must, and until when."""

    number: int
    state: str
    answer_by: str

    def render(self, _: Words, company: Company) -> Rendered:
        is_open = self.state == "open"
        return Rendered(
            title=_("Offer of a home, number {number}", number=self.number),
            text=_("An adult in your household must answer by {day}.", day=day_of(_, self.answer_by))
            if is_open
            else _("This is for the adults in your household. Ask them."),
        )


class OfferCard(Message, frozen=True, tag="offer.card"):
    """The offer for an adult. `mine` is what she has answered, `asks` what she is asked: yes or no (sure?),
    why, or ""; `may` is whether she can answer now. `differ`: the adults have answered differently. `called`:
    she wished to be called.
    """

    number: int
    state: str
    flat: Flat
    answer_by: str
    ended: str = ""
    mine: str = ""
    asks: str = ""
    may: bool = True
    differ: bool = False
    called: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.asks in ("yes", "no"):
            return self._sure(_)
        if self.asks == "why":
            return self._why(_)
        is_open = self.state == "open"
        return Rendered(
            title=_("Offer of a home, number {number}", number=self.number),
            text=paragraphs(
                self._so_far(_),
                facts(_, self.flat),
                _("Answer by {day}.", day=day_of(_, self.answer_by)) if is_open else "",
                _follows(_) if is_open and not self.mine else "",
                _("You can change your answer until the unit has confirmed it.") if self.may else "",
                self._who_to_call(_, company),
                in_swedish_too(_, _follows) if is_open and not self.mine else "",
            ),
            buttons=self._buttons(_),
        )

    def _so_far(self, _: Words) -> str:
        if self.state == "ended":
            return lines(
                _(ENDED.get(self.ended, ENDED["left"])),
                _("You have lost nothing: the unit goes on looking for a home for you.")
                if self.ended != "left"
                else "",
            )
        own = {"yes": _("You have answered yes."), "no": _("You have answered no.")}.get(self.mine, "")
        return lines(
            _(
                "The adults in your household have answered differently. "
                "Nothing is decided: a person calls you."
            )
            if self.differ
            else _(STATES[self.state])
            if self.state in STATES
            else "",
            own if self.state != "signed" else "",
            _("We call you and explain, with an interpreter.") if self.called else "",
        )

    def _who_to_call(self, _: Words, company: Company) -> str:
        phone = company.answers.unit_phone
        if phone is None or self.state == "ended":
            return ""
        return _("The unit: {phone}", phone=phone_shown(phone))

    def _buttons(self, _: Words) -> list[list[Button]]:
        if self.state == "ended":
            return []
        answers = [
            Button(_("I accept the offer"), data=f"offer.accept:{self.number}"),
            Button(_("I do not accept the offer"), data=f"offer.decline:{self.number}"),
        ]
        taken = {"yes": answers[1:], "no": answers[:1]}.get(self.mine, answers)
        return [
            *([each] for each in (taken if self.may else [])),
            *([[self._call_me(_)]] if not self.called else []),
            [Button(_("See it on a map"), url=MAP + quote(self.flat.address))],
        ]

    def _call_me(self, _: Words) -> Button:
        return Button(_("I don't understand, call me"), data=f"offer.call:{self.number}")

    def _sure(self, _: Words) -> Rendered:
        def say(_: Words) -> str:
            if self.asks == "yes":
                return _(
                    "You say yes to {address}. The unit confirms it and calls you about the contract and the "
                    "keys.",
                    address=f"{self.flat.address}, {self.flat.number}",
                )
            return _(
                "You say no to {address}. The flat can then be offered to another household. A person calls "
                "you. It is no penalty.",
                address=f"{self.flat.address}, {self.flat.number}",
            )

        yes = _("Yes, I accept the offer") if self.asks == "yes" else _("Yes, I say no to the offer")
        return Rendered(
            title=_("Are you sure?"),
            text=paragraphs(
                say(_),
                _("You can change your answer until the unit has confirmed it."),
                in_swedish_too(_, say),
            ),
            buttons=[
                [Button(yes, data=f"offer.sure:{self.number}")],
                [self._call_me(_)],
                [Button(_("Back"), data=f"offer.show:{self.number}")],
            ],
        )

    def _why(self, _: Words) -> Rendered:
        return Rendered(
            title=_("Thank you. Your answer is no."),
            text=_("If you like, say why: then the unit can look for a home that suits you. You need not."),
            buttons=[
                *([Button(_(text), data=f"offer.why:{self.number}.{why}")] for why, text in REASONS.items()),
                [Button(_("I would rather not say"), data=f"offer.why:{self.number}.skip")],
            ],
        )


class OfferRefused(Message, frozen=True, tag="offer.refused"):
    """A press that has no effect. `reason` is a key of REFUSED; `answer_by` is an ISO day or ""."""

    reason: str
    number: int = 0
    answer_by: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        with_day = self.reason == "adult" and self.answer_by
        return Rendered(
            text=_("An adult in your household must answer by {day}.", day=day_of(_, self.answer_by))
            if with_day
            else _(REFUSED.get(self.reason, REFUSED["unknown"])),
            buttons=[[show(_, self.number)]] if self.reason in ("late", "over") and self.number else [],
        )


class LeftHousehold(Message, frozen=True, tag="offer.left_household"):
    """To one whose phone no longer belongs to a household: neutral, since others may read it."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _("Your phone no longer belongs to a household here. You can still ask questions."),
                _("Is that wrong? Call us: {phone}", phone=phone_shown(company.desk.phone)),
            )
        )


class OfferGone(Message, frozen=True, tag="offer.gone"):
    """What stands in a chat in place of an offer that it may no longer show."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("The offer number {number} is no longer shown here.", number=self.number))
