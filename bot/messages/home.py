"""A household's road: what is done, now and next; its contract in plain words; the good news."""

import datetime

import msgspec

from bot.messages.base import Message, in_swedish_too, lines, paragraphs, phone_shown
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated

# The steps of the road, from arrival on.
STEPS: dict[str, str] = {
    "arrived": N_("You have come here"),
    "found": N_("A home is found for you"),
    "signed": N_("You sign the second-hand contract (andrahandskontrakt)"),
    "keys": N_("You get the keys and move in"),
    "registered": N_("You register with Arbetsförmedlingen (the Public Employment Service)"),
    "decided": N_("The municipality has another ground than registration"),
    "checked": N_("The municipality and we look at the papers together with you"),
    "first_hand": N_("You get a first-hand contract (förstahandskontrakt), directly with us"),
    "internship": N_("Internship (praktik)"),
    "work": N_("Work or studies"),
}
STATES: dict[str, str] = {"done": N_("Already done"), "now": N_("Now"), "next": N_("Next")}
WHO: dict[str, str] = {
    "you": N_("You do this."),
    "unit": N_("The municipality does this."),
    "company": N_("We do this."),
    "both": N_("The municipality and we do this."),
}
# What is left for a household to do, of `storage/conversions.POINTS`.
HERS: dict[str, str] = {
    "allowance": N_(
        "Send the new contract to Försäkringskassan, if you get housing allowance (bostadsbidrag)"
    ),
    "name_on_door": N_("Have your name on the door and the letterbox"),
    "electricity": N_("Have an electricity contract in your own name"),
    "insurance": N_("Have a home insurance (hemförsäkring)"),
}


class RoadStep(msgspec.Struct, frozen=True):
    """A step of STEPS: `state` is done, now or next, `day` an ISO day or "", `who` a key of WHO or ""."""

    id: str
    state: str
    day: str = ""
    who: str = ""


class ContractFacts(msgspec.Struct, frozen=True):
    """A contract as its household reads it: `kind` is second_hand or first_hand; ISO days. `becomes` is the
    day from which it is first-hand, "" if none is decided; `keys` the day of the keys while it is to come;
    `goes_on` is whether a notice was taken back lately.
    """

    kind: str
    begins: str
    ends: str = ""
    becomes: str = ""
    keys: str = ""
    rent_by: str = ""
    goes_on: bool = False


class Home(Message, frozen=True, tag="home.road"):
    """My home: address, road, contract, next dates. `check_by` is until when the unit looks at what she has
    said; `hers` are points that are left for her; `shares` is whether her dates of work may be kept, None
    where she is not asked; `offer` is the number of an offer of a home that she can still answer.
    """

    address: str = ""
    flat: str = ""
    road: list[RoadStep] = []
    contract: ContractFacts | None = None
    check_by: str = ""
    hers: list[str] = []
    can_register: bool = False
    news: int = 0
    picture: bool = False
    shares: bool | None = None
    adult: bool = True
    offer: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        where = f"{self.address}, {self.flat}" if self.flat else self.address
        return Rendered(
            title=_("My home"),
            text=paragraphs(
                isolated(where),
                contract_text(_, company, self.contract) if self.contract else self._without(_, company),
                *(self._part(_, state) for state in STATES if self.road),
                _(
                    "You have said that you are registered. We look at it by {day}.",
                    day=_date(_, self.check_by),
                )
                if self.check_by
                else "",
                lines(
                    _("Left for you to do:"), *(f"– {_(HERS[point])}" for point in self.hers if point in HERS)
                )
                if self.hers
                else "",
                "" if self.adult else _("An adult in the household does what is to be done here."),
            ),
            buttons=self._buttons(_),
        )

    def _without(self, _: Words, company: Company) -> str:
        if not self.address:
            return _("You do not have a home with us yet. When there is one for you, I write to you.")
        return lines(
            _("Your contract is on paper. If you have a question about it, call our office:"),
            phone_shown(company.desk.phone),
        )

    def _part(self, _: Words, state: str) -> str:
        listed = [f"– {step_text(_, step)}" for step in self.road if step.state == state]
        return lines(f"{_(STATES[state])}:", *listed) if listed else ""

    def _buttons(self, _: Words) -> list[list[Button]]:
        found = []
        if self.offer:
            found.append([Button(_("Show the offer of a home"), data=f"offer.show:{self.offer}")])
        if self.news:
            found.append([Button(_("Show what changes"), data=f"home.news:{self.news}")])
        if self.can_register:
            found.append([Button(_("I am registered now"), data="home.registered:ask")])
        if self.picture:
            found.append([Button(_("My road as a picture"), data="home.picture:now")])
        if self.shares is not None:
            label = _("Do not keep my work dates") if self.shares else _("Show my work on my road")
            found.append([Button(label, data=f"track.consent:{'no' if self.shares else 'ask'}")])
        return found


def step_text(_: Words, step: RoadStep) -> str:
    """A step with its day and, while it is not done, who does it."""
    parts = [_(STEPS[step.id]), *([_date(_, step.day)] if step.day else [])]
    said = ": ".join(parts)
    return f"{said}. {_(WHO[step.who])}" if step.who and step.state != "done" else said


def contract_text(_: Words, company: Company, contract: ContractFacts) -> str:
    """The kind of contract in plain words, to whom rent is paid, and the next dates."""
    unit = company.answers.unit or _("the municipality")
    if contract.kind == "second_hand":
        kind = _(
            "You have a second-hand contract (andrahandskontrakt): you rent from the municipality, and the "
            "municipality rents from {company}.",
            company=company.name,
        )
        pays = _("You pay the rent to the municipality ({unit}), not to us.", unit=unit)
    else:
        kind = _(
            "You have a first-hand contract (förstahandskontrakt), directly with {company}.",
            company=company.name,
        )
        pays = _("You pay the rent to {company}.", company=company.name)
    dates = [
        _("You get the keys on {day}.", day=_date(_, contract.keys)) if contract.keys else "",
        _("From {day} you have a first-hand contract and pay to {company}.",
          day=_date(_, contract.becomes), company=company.name)
        if contract.becomes
        else "",
        _("The next rent is to be paid by {day}.", day=_date(_, contract.rent_by))
        if contract.rent_by
        else "",
        _("The contract ends on {day}.", day=_date(_, contract.ends))
        if contract.ends and not contract.becomes
        else "",
        _("The notice was taken back: the contract goes on.") if contract.goes_on else "",
    ]  # fmt: skip
    return paragraphs(kind, pays, lines(*dates))


def _date(_: Words, iso: str) -> str:
    return _.date(datetime.date.fromisoformat(iso))


class Picture(Message, frozen=True, tag="home.picture"):
    """What stands under the road as a picture."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Your road, as it is today."), document=True)


class SureRegistered(Message, frozen=True, tag="home.sure_registered"):
    """Before her word goes to the unit: what follows."""

    check_by: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=paragraphs(
                _("Has Arbetsförmedlingen (the Public Employment Service) told you that you are registered "
                  "there?"),
                _("We then tell the municipality. Do not send any paper here. They look at it by {day}.",
                  day=_date(_, self.check_by)),
            ),
            buttons=[
                [Button(_("Yes, I am registered"), data="home.registered:yes")],
                [Button(_("Back"), data="home.show:now")],
            ],
        )  # fmt: skip


class Push(Message, frozen=True, tag="home.push"):
    """There is something new about her home; what it is opens on a press. `news` is the conversion, 0 for the
    road; `good` is whether it is good.
    """

    good: bool
    news: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        text = _("There is good news about your home.") if self.good else _("There is news about your home.")
        show = (
            Button(_("Show"), data=f"home.news:{self.news}")
            if self.news
            else Button(_("Show"), data="home.show:now")
        )
        return Rendered(text=text, buttons=[[show]])


class NewsForAdults(Message, frozen=True, tag="home.for_adults"):
    """A helper has opened what is for an adult."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("There is news about your home for an adult in the household to read."))


class FirstHand(Message, frozen=True, tag="home.first_hand"):
    """The contract becomes first-hand from `day` on (ISO): what changes. `answer` is "", understood or call;
    `undone` says that it was a mistake.
    """

    conversion: int
    day: str
    answer: str = ""
    undone: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.undone:
            return Rendered(title=_("Your contract"), text=paragraphs(
                self._mistake(_, company), in_swedish_too(_, lambda record: self._mistake(record, company)),
            ), buttons=[[Button(_("My home"), data="home.show:now")]])  # fmt: skip
        return Rendered(
            title=_("You get a first-hand contract"),
            text=paragraphs(
                self._said(_, company),
                _("The Swedish text is the one that holds.") if _.locale != "sv" else "",
                in_swedish_too(_, lambda record: self._said(record, company)),
                {"understood": _("You have read and understood this. Thank you."),
                 "call": _("We call you. You do not need to do anything now.")}.get(self.answer, ""),
            ),
            buttons=self._buttons(_),
        )  # fmt: skip

    def _said(self, _: Words, company: Company) -> str:
        day = datetime.date.fromisoformat(self.day)
        last = day - datetime.timedelta(days=1)
        return paragraphs(
            _("From {day} you rent your home directly from {company}. You stay in the same flat.",
              day=_.date(day), company=company.name),
            _("Rent: up to {last} you pay to the municipality. From {day} you pay to {company}. We send you "
              "a rent notice (hyresavi).", last=_.date(last), day=_.date(day), company=company.name),
            _("Insurance: you need a home insurance (hemförsäkring) in your own name."),
            _("Electricity: you need an electricity contract in your own name."),
            _("Right to stay (besittningsskydd): as a rule you may stay as long as you pay the rent and "
              "follow the rules."),
        )  # fmt: skip

    def _mistake(self, _: Words, company: Company) -> str:
        return paragraphs(
            _("We wrote that you get a first-hand contract. That was a mistake of ours, and we are sorry."),
            _("You live in the same flat as before, and you rent from the municipality. You pay the rent to "
              "the municipality."),
            lines(_("Somebody calls you. You can also call us:"), phone_shown(company.desk.phone)),
        )  # fmt: skip

    def _buttons(self, _: Words) -> list[list[Button]]:
        understood = Button(_("I have understood"), data=f"home.understood:{self.conversion}")
        call = Button(_("Call me"), data=f"home.call:{self.conversion}")
        answers = (
            [[understood], [call]] if not self.answer else [[call]] if self.answer == "understood" else []
        )
        return [*answers, [Button(_("My home"), data="home.show:now")]]


class AskConsent(Message, frozen=True, tag="track.ask_consent"):
    """What it means that her dates are kept, before she says yes."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Work on my road"),
            text=paragraphs(
                _("The municipality can note here when you began an internship, a course or work. Only the "
                  "days are kept."),
                _("You see it, and the person at the municipality who helps you. It changes nothing for your "
                  "home."),
                _("It is voluntary. If you stop it, the days are erased at once."),
            ),
            buttons=[
                [Button(_("Yes, keep the days"), data="track.consent:yes")],
                [Button(_("Back"), data="home.show:now")],
            ],
        )  # fmt: skip
