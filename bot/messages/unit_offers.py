"""Flats that are offered to the unit, as its officers read them; and what they are told."""

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs
from bot.messages.offers import REASONS as WHY
from bot.messages.offers import Flat, day_of, facts
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words

REASONS: dict[str, str] = {
    "too_small": N_("Too small for those who wait"),
    "too_large": N_("Too big for those who wait"),
    "not_accessible": N_("Stairs, and those who wait cannot"),
    "nobody_waits": N_("Nobody waits for a home now"),
    "other": N_("Something else"),
}
# What a flat's time has come to.
OVER: dict[str, str] = {
    "let": N_("It is let: the offer was confirmed."),
    "declined": N_("It was given back and goes to the ordinary queue."),
    "expired": N_("The time is over. It goes to the ordinary queue."),
    "void": N_("It is not free after all: whoever lives there stays."),
}
STATES: dict[str, str] = {
    "open": N_("Waits for the household's answer"),
    "silent": N_("No answer, and the day has passed"),
    "accepted": N_("The household has said yes"),
    "declined": N_("The household has said no"),
    "signed": N_("Confirmed"),
    "ended": N_("Over"),
}
NEWS: dict[str, str] = {
    "flat": N_("A flat is offered to the unit."),
    "flat_half": N_("A flat waits for a household."),
    "flat_last": N_("A flat waits for a household. It is nearly time."),
    "flat_over": N_("The time for a flat is over. It goes to the ordinary queue."),
    "flat_void": N_("A flat that was offered to the unit is not free after all."),
    "free": N_("There are households without an officer. Somebody has left."),
    "morning": N_("There is something to do about your households."),
}


def _room(_: Words) -> Button:
    return Button(_("Back"), data="people.show:now")


class FlatRow(msgspec.Struct, frozen=True):
    """A flat in a list; `match_by` is an ISO day."""

    id: int
    address: str
    number: str
    match_by: str
    matched: bool = False


class FlatList(Message, frozen=True, tag="unit.flats"):
    """The flats that are offered to the unit now."""

    rows: list[FlatRow]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Flats offered to us"),
            text=_("Press one to see it.") if self.rows else _("There is none."),
            buttons=[
                *(
                    [Button(f"{row.number} · {row.address}"[:LONGEST_LABEL], data=f"unit.flat:{row.id}")]
                    for row in self.rows
                ),
                [_room(_)],
            ],
        )


class Candidate(msgspec.Struct, frozen=True):
    """A household that may be named. `low`: it needs a lift or the ground floor."""

    household: int
    label: str
    persons: int
    low: bool = False


def is_out_of_reach(household: Candidate, flat: Flat) -> bool:
    """Whether it needs a lift or the ground floor, and the flat has neither."""
    return household.low and not flat.lift and (flat.floor or 0) > 0


class FlatCard(Message, frozen=True, tag="unit.flat"):
    """A flat that is offered to the unit. `named` is the household that is asked, if it is the reader's;
    `offer` the number of that offer. `more` is how many come
    after those of this `page`. `asks`: sure (of `chosen`, who then answers until `answer_by`), decline
    or "".
    """

    id: int
    flat: Flat
    state: str
    match_by: str
    named: str = ""
    offer: int = 0
    candidates: list[Candidate] = []
    asks: str = ""
    chosen: Candidate | None = None
    answer_by: str = ""
    more: int = 0
    page: int = 1

    def render(self, _: Words, company: Company) -> Rendered:
        if self.asks == "sure" and self.chosen is not None:
            return self._sure(_, self.chosen)
        if self.asks == "decline":
            return self._decline(_)
        back = [Button(_("Back"), data="unit.flats:now")]
        before, after = self.page - 1, self.page + 1
        turns = [
            *([Button(_("Before"), data=f"unit.flat:{self.id}.{before}")] if before else []),
            *([Button(_("More"), data=f"unit.flat:{self.id}.{after}")] if self.more else []),
        ]
        return Rendered(
            title=_("A flat for the unit"),
            text=paragraphs(
                facts(_, self.flat),
                _(OVER[self.state]) if self.state in OVER else self._so_far(_),
            ),
            buttons=[
                *(
                    [Button(_candidate(_, each), data=f"unit.match:{self.id}.{each.household}")]
                    for each in self.candidates
                ),
                *([turns] if turns else []),
                *(
                    [
                        [
                            Button(
                                _("The offer, number {number}", number=self.offer),
                                data=f"unit.offer:{self.offer}",
                            )
                        ]
                    ]
                    if self.offer
                    else []
                ),
                *(
                    [[Button(_("Give it back"), data=f"unit.decline:{self.id}")]]
                    if self.state == "open"
                    else []
                ),
                back,
            ],
        )

    def _so_far(self, _: Words) -> str:
        if self.state == "matched":
            return (
                _("Offered to {label}.", label=self.named)
                if self.named
                else _("A household of a colleague is asked.")
            )
        return lines(
            _("Name a household by {day}.", day=day_of(_, self.match_by)),
            _("Which household is it for?") if self.candidates else _("None of your households waits."),
            _.plural("and {n} more", "and {n} more", self.more) if self.more else "",
        )

    def _sure(self, _: Words, chosen: Candidate) -> Rendered:
        return Rendered(
            title=_("Offer it to {label}?", label=chosen.label),
            text=paragraphs(
                facts(_, self.flat),
                lines(
                    _.plural("{n} member", "{n} members", chosen.persons),
                    _("They need a lift or the ground floor, and this flat has neither.")
                    if is_out_of_reach(chosen, self.flat)
                    else "",
                    _("They answer by {day}.", day=day_of(_, self.answer_by)),
                ),
            ),
            buttons=[
                [Button(_("Yes, offer it"), data=f"unit.match:{self.id}.{chosen.household}.sure")],
                [Button(_("Back"), data=f"unit.flat:{self.id}")],
            ],
        )

    def _decline(self, _: Words) -> Rendered:
        return Rendered(
            title=_("Why is the flat given back?"),
            text=_("The turn is used, and the flat goes to the ordinary queue."),
            buttons=[
                *(
                    [Button(_(text)[:LONGEST_LABEL], data=f"unit.decline_as:{self.id}.{why}")]
                    for why, text in REASONS.items()
                ),
                [Button(_("Back"), data=f"unit.flat:{self.id}")],
            ],
        )


def _candidate(_: Words, each: Candidate) -> str:
    persons = _.plural("{n} member", "{n} members", each.persons)
    return f"{each.label} · {persons}"[:LONGEST_LABEL]


class OfferDesk(Message, frozen=True, tag="unit.offer"):
    """An offer as the household's officer sees it. `answers` are what its adults have said; `by_phone` what
    they told her; `why` a key of WHY or "". `can`: confirm, said, more, withdraw. `asks`: confirm,
    withdraw or "". `why_not` is why the last press had no effect: over, differ, void or "".
    """

    number: int
    household: int
    label: str
    state: str
    flat: Flat
    answer_by: str
    answers: list[str] = []
    by_phone: str = ""
    differ: bool = False
    why: str = ""
    unreached: bool = False
    can: list[str] = []
    asks: str = ""
    why_not: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        if self.asks == "confirm":
            return self._sure(
                _,
                _("Confirm it?"),
                _("{label} rents second-hand from the municipality from {day}.", label=self.label,
                  day=day_of(_, self.flat.free_from)),
                Button(_("Yes, confirm it"), data=f"unit.confirm:{self.number}.sure"),
            )  # fmt: skip
        if self.asks == "withdraw":
            return self._sure(
                _,
                _("Take the offer back?"),
                _("{label} is told, and the flat is free for another household.", label=self.label),
                Button(_("Yes, take it back"), data=f"unit.withdraw:{self.number}.sure"),
            )
        return Rendered(
            title=_("Offer {number} to {label}", number=self.number, label=self.label),
            text=paragraphs(self._why_not(_), lines(*self._so_far(_)), facts(_, self.flat)),
            buttons=self._buttons(_),
        )

    def _why_not(self, _: Words) -> str:
        texts = {
            "over": _("That does not fit any more. Nothing was changed."),
            "differ": _("The adults have answered differently. Ask them, and enter what they say."),
            "void": _("The flat is not free after all, so it cannot be confirmed."),
        }
        return texts.get(self.why_not, "")

    def _so_far(self, _: Words) -> list[str]:
        said = {"yes": _("An adult has said yes."), "no": _("An adult has said no.")}
        phone = {"yes": _("They told you yes."), "no": _("They told you no.")}
        return [
            _(STATES.get(self.state, STATES["ended"])),
            _("Answer by {day}.", day=day_of(_, self.answer_by)) if self.state == "open" else "",
            *(said[each] for each in self.answers if each in said),
            phone.get(self.by_phone, ""),
            _("Two adults answered differently: call") if self.differ else "",
            _("Why: {reason}", reason=_(WHY[self.why])) if self.why in WHY else "",
            _("No adult can be reached here: call instead.") if self.unreached else "",
        ]

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        rows = {
            "confirm": [Button(_("Confirm it"), data=f"unit.confirm:{n}")],
            "said": [
                Button(_("They told me yes"), data=f"unit.said:{n}.yes"),
                Button(_("They told me no"), data=f"unit.said:{n}.no"),
            ],
            "more": [Button(_("Give them more time"), data=f"unit.more:{n}")],
            "withdraw": [Button(_("Take the offer back"), data=f"unit.withdraw:{n}")],
        }
        return [
            *(rows[act] for act in rows if act in self.can),
            [Button(_("Back"), data=f"people.household:{self.household}")],
        ]

    def _sure(self, _: Words, title: str, text: str, yes: Button) -> Rendered:
        return Rendered(
            title=title,
            text=paragraphs(text, facts(_, self.flat)),
            buttons=[
                [yes],
                [Button(_("Back"), data=f"unit.offer:{self.number}")],
            ],
        )


class OfficerNews(Message, frozen=True, tag="unit.news"):
    """A push to an officer, that points: about a flat (`what` a key of NEWS), or a task about one of her
    households (of any kind: what it is stands there).
    """

    what: str
    flat: int = 0
    household: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        text = NEWS.get(self.what) or NEWS["morning"]
        return Rendered(
            text=_(text),
            buttons=[[self._opens(_)]],
        )

    def _opens(self, _: Words) -> Button:
        if self.flat:
            return Button(_("Show"), data=f"unit.flat:{self.flat}")
        if self.household:
            return Button(_("Show"), data=f"people.household:{self.household}")
        if self.what == "free":
            return Button(_("Show"), data="people.free:1")
        return Button(_("Show"), data="people.show:now")


class NoOfficer(Message, frozen=True, tag="unit.no_officer"):
    """To the desk: nobody of the unit is here. `what`: flat (one is offered to it) or households (they have
    no officer); `n` of them.
    """

    what: str
    n: int = 1

    def render(self, _: Words, company: Company) -> Rendered:
        text = (
            _("A flat is offered to the unit, but no officer of it is here. Call the unit, or invite one.")
            if self.what == "flat"
            else _.plural(
                "{n} household has no officer any more, and no other is here. Invite one.",
                "{n} households have no officer any more, and no other is here. Invite one.",
                self.n,
            )
        )
        return Rendered(text=text)
