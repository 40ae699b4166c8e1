"""Flats given notice on, for the desk: confirming, withdrawing, going against the rule, and a sentence that
explains for each flat where it goes. The questions of registering are in `vacancy_entry`.
"""

import datetime

import msgspec

from bot.messages.base import Message, lines, paragraphs
from bot.messages.homes import HomeRow, label
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated

# Why a notice does not count: the words of a button and of the card.
EXCLUDED: dict[str, str] = {
    "exchange": N_("Swap of flats"),
    "takeover": N_("Taken over by a partner or relative"),
    "conversion": N_("From second-hand to first-hand"),
    "block_return": N_("Was let to a public body"),
    "special_housing": N_("Special housing"),
    "premises": N_("Premises or parking"),
    "leaving_stock": N_("Is sold, torn down or rebuilt"),
    "new_production": N_("New building"),
}
STATES: dict[str, str] = {
    "draft": N_("Not confirmed yet"),
    "excluded": N_("Does not count"),
    "queue": N_("Ordinary queue"),
    "unit": N_("Offered to the integration unit"),
    "let": N_("Let through the integration unit"),
    "declined": N_("The unit said no"),
    "expired": N_("The unit did not answer"),
    "void": N_("Withdrawn"),
}
PUT_ASIDE: dict[str, str] = {
    "stays": N_("The tenant stays"),
    "mistake": N_("Registered by mistake"),
}
REASONS: dict[str, str] = {
    "too_small": N_("Too small"),
    "too_large": N_("Too large"),
    "not_accessible": N_("Cannot be reached by those it is for"),
    "nobody_waits": N_("Nobody waits for a home now"),
    "other": N_("Another reason"),
    "no_answer": N_("No answer in time"),
}
GOES: dict[str, str] = {"unit": N_("To the integration unit"), "queue": N_("To the ordinary queue")}


def shown(iso: str, _: Words) -> str:
    """A day, or a day and a time of the Swedish clock, as the reader reads it."""
    day = _.short_date(datetime.date.fromisoformat(iso[:10]))
    return f"{day}, {iso[11:16]}" if len(iso) > 10 else day


class VacancyRow(msgspec.Struct, frozen=True):
    """A flat in a list. `number` is 0 without one."""

    vacancy: int
    object: str
    address: str
    flat: str
    state: str
    notice: str
    number: int = 0
    excluded: str = ""


def listed(row: VacancyRow, _: Words) -> str:
    """A flat as a line of a list."""
    stands = EXCLUDED[row.excluded] if row.excluded else STATES[row.state]
    where = isolated(f"{row.address}, {row.flat} · {row.object}")
    parts = (
        _("No. {number}", number=row.number) if row.number else "",
        where,
        shown(row.notice, _),
        _(stands),
    )
    return " · ".join(part for part in parts if part)


def key_of(row: VacancyRow) -> Button:
    """The button that opens it."""
    home = HomeRow(0, row.address, row.flat, row.object)
    return Button(label(home, f"{row.number} · " if row.number else ""), data=f"vacancy.card:{row.vacancy}")


class Vacancies(Message, frozen=True, tag="vacancy.overview"):
    """`drafts` wait to be confirmed; `asked` are those that somebody wants to send against the rule; `latest`
    are the latest that were confirmed. `missing` are contracts on notice, and their homes, that are to be
    registered.
    """

    drafts: int
    asked: list[VacancyRow]
    latest: list[VacancyRow]
    missing: list[tuple[int, HomeRow]] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Flats given notice on"),
            text=paragraphs(
                lines(
                    _("Given notice on, to be registered:"),
                    *(isolated(f"{row.address}, {row.flat} · {row.object}") for _id, row in self.missing),
                )
                if self.missing
                else "",
                _("Registered, to be confirmed: {n}", n=self.drafts),
                lines(_("Waits for a second person:"), *(listed(row, _) for row in self.asked))
                if self.asked
                else "",
                lines(_("Confirmed lately:"), *(listed(row, _) for row in self.latest))
                if self.latest
                else "",
            ),
            buttons=[
                *([Button(label(row), data=f"vacancy.of:{contract}")] for contract, row in self.missing),
                [Button(_("Register a notice"), data="vacancy.new:home")],
                [Button(_("Look through and confirm"), data="vacancy.drafts:1")] if self.drafts else [],
                *([key_of(row)] for row in self.asked),
                [Button(_("All flats"), data="allocation.list:1")],
                [Button(_("Numbers and rule"), data="allocation.show:now")],
            ],
        )


# -- One flat ----------------------------------------------------------------------------------------


class VacancyCard(Message, frozen=True, tag="vacancy.card"):
    """A flat given notice on, with the sentence that explains where it goes.

    `number` is 0 without one; `begins`, `part`, `whole` and `place` are the rule it was decided by and its
    place in it; `goes` is where the rule sent it and `settles` the number of the flat that it makes up for.
    `override` is where two people sent it, or want to while `asked` is the line that waits for the second,
    `because` their reason; `asked_by` is who asked and `mine` whether that is the reader. `can` are the
    reader's acts; `doubled` is whether she has just tried to register it again, `asks` the question that is
    open on the card.
    """

    vacancy: int
    object: str
    address: str
    flat: str
    contract: str
    notice: str
    last_day: str
    state: str
    rooms: int | None = None
    excluded: str = ""
    number: int = 0
    begins: str = ""
    part: int = 1
    whole: int = 5
    place: int = 0
    goes: str = ""
    settles: int = 0
    override: str = ""
    because: str = ""
    asked: int = 0
    asked_by: str = ""
    mine: bool = False
    reason: str = ""
    can: list[str] = []
    doubled: bool = False
    asks: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=isolated(f"{self.address}, {self.flat}"),
            text=paragraphs(
                _("This notice is registered already. Nothing was added.") if self.doubled else "",
                lines(
                    _("Object number: {object}", object=self.object),
                    _("Rooms: {n}", n=self.rooms) if self.rooms is not None else "",
                    _("Lease: {contract}", contract=self.contract),
                    _("The notice came: {day}", day=shown(self.notice, _)),
                    _("Last day: {day}", day=shown(self.last_day, _)),
                    _("State: {state}", state=_(STATES[self.state])),
                ),
                explained(self, _),
                self._override(_),
                self._question(_),
            ),
            buttons=self._buttons(_),
        )

    def _override(self, _: Words) -> str:
        if not self.override:
            return ""
        said = (
            _(
                "{name} wants to send it against the rule: {where}",
                name=self.asked_by,
                where=_(GOES[self.override]),
            )
            if self.asked
            else _("Two people have sent it against the rule: {where}", where=_(GOES[self.override]))
        )
        return lines(said, _("Because: {why}", why=self.because))

    def _question(self, _: Words) -> str:
        match self.asks:
            case "exclude":
                return _("Why does it not count?")
            case "withdraw":
                return lines(
                    _("Does the notice no longer hold? The entry stays, and its number too."),
                    _("If it was the unit's, the next flat goes to the unit instead.")
                    if self.state in ("unit", "let")
                    else "",
                )
            case "override":
                return _("Write why it is to go against the rule. A colleague must agree.")
            case _:
                return ""

    def _buttons(self, _: Words) -> list[list[Button]]:
        back = [Button(_("Back"), data=f"vacancy.card:{self.vacancy}")]
        if self.asks == "exclude":
            return [
                *(
                    [Button(_(text), data=f"vacancy.exclude_as:{self.vacancy}.{key}")]
                    for key, text in EXCLUDED.items()
                ),
                back,
            ]
        if self.asks == "withdraw":
            return [
                *(
                    [Button(_(text), data=f"vacancy.withdraw_as:{self.vacancy}.{key}")]
                    for key, text in PUT_ASIDE.items()
                ),
                back,
            ]
        if self.asks == "override":
            return [back]
        acts = {
            "exclude": Button(_("It does not count"), data=f"vacancy.exclude:{self.vacancy}"),
            "count": Button(_("It counts after all"), data=f"vacancy.exclude_as:{self.vacancy}.counts"),
            "last": Button(_("Another last day"), data=f"vacancy.last:{self.vacancy}"),
            "withdraw": Button(_("Withdraw the notice"), data=f"vacancy.withdraw:{self.vacancy}"),
            "override": Button(_("Go against the rule"), data=f"vacancy.override:{self.vacancy}"),
            "agree": Button(_("I agree"), data=f"vacancy.agree:{self.vacancy}.{self.asked}"),
            "refuse": Button(
                _("Take it back") if self.mine else _("I do not agree"),
                data=f"vacancy.refuse:{self.vacancy}.{self.asked}",
            ),
        }
        return [
            *([button] for act, button in acts.items() if act in self.can),
            [Button(_("Back to the list"), data="vacancy.show:now")],
        ]


def explained(card: VacancyCard, _: Words) -> str:
    """Why the flat goes where it goes, in a few sentences, from the numbers alone."""
    if not card.number:
        if card.state == "draft":
            waits = _("It is settled when all that is registered is confirmed together.")
            return (
                lines(_("It does not count: {reason}", reason=_(EXCLUDED[card.excluded])), waits)
                if (card.excluded)
                else waits
            )
        if card.excluded:
            return _("It has no number, for it does not count: {reason}", reason=_(EXCLUDED[card.excluded]))
        return _because(card, _)
    share = f"{card.part}/{card.whole}"
    turns = card.place * card.part // card.whole
    first = _(
        "Number {number}. Under the rule from {day} ({share} of the flats) it is flat {place}.",
        number=card.number, day=shown(card.begins, _), share=share, place=card.place,
    )  # fmt: skip
    if card.settles:
        then = _(
            "It goes to the unit in place of number {other}, which the unit could not have.",
            other=card.settles,
        )
    elif card.goes == "unit":
        then = _(
            "It is the unit's turn: counted with this one, {turns} of {place} are the unit's.",
            place=card.place, turns=turns,
        )  # fmt: skip
    else:
        then = _(
            "It is not the unit's turn: counted with this one, {turns} of {place} are the unit's.",
            place=card.place, turns=turns,
        )  # fmt: skip
    return lines(first, then, _because(card, _))


def _because(card: VacancyCard, _: Words) -> str:
    """What happened to it after that."""
    if card.state == "void":
        return _("Withdrawn: {reason}", reason=_(PUT_ASIDE[card.reason]))
    if card.state in ("declined", "expired"):
        return _(
            "The unit let it go, so it is for the ordinary queue. The reason: {reason}",
            reason=_(REASONS[card.reason]),
        )
    return ""


# -- Confirming --------------------------------------------------------------------------------------


class Batch(Message, frozen=True, tag="vacancy.batch"):
    """A page of what waits to be confirmed, in the order in which it will be numbered; `n` is how many there
    are and `latest` the last line of the ledger about them. `changed` is whether it is no longer what the
    reader had seen; `sure` asks once more. `rule` is whether a rule is in force today, `own` whether one is
    the reader's own home.
    """

    n: int
    latest: int
    rows: list[VacancyRow]
    page: int = 1
    more: bool = False
    changed: bool = False
    sure: bool = False
    rule: bool = True
    own: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.sure:
            return Rendered(
                title=_("Confirm all of them?"),
                text=paragraphs(
                    _("Flats: {n}", n=self.n),
                    _("They get their numbers in this order. What is confirmed cannot be changed."),
                ),
                buttons=[
                    [Button(_("Yes, confirm"), data=f"vacancy.confirm:{self.n}.{self.latest}")],
                    [Button(_("Back"), data="vacancy.drafts:1")],
                ],
            )
        return Rendered(
            title=f"{_('To be confirmed')} · {self.n}",
            text=paragraphs(
                _("Something has changed meanwhile. Look once more.") if self.changed else "",
                lines(*(listed(row, _) for row in self.rows)) or _("There is nothing here now."),
                _("The order is by the day of the notice, then by object number. Nobody can choose it.")
                if self.rows
                else "",
                "" if self.rule else _("No rule is in force today, so nothing can be confirmed."),
                _("One of these is your own home. A colleague must confirm.") if self.own else "",
            ),
            buttons=[
                *([key_of(row)] for row in self.rows),
                [
                    *(
                        [Button(_("Previous page"), data=f"vacancy.drafts:{self.page - 1}")]
                        if self.page > 1
                        else []
                    ),
                    *([Button(_("More"), data=f"vacancy.drafts:{self.page + 1}")] if self.more else []),
                ],
                [Button(_("Confirm all"), data=f"vacancy.confirm:ask.{self.n}.{self.latest}")]
                if self.rows and self.rule and not self.own
                else [],
                [Button(_("Back to the list"), data="vacancy.show:now")],
            ],
        )


class Confirmed(Message, frozen=True, tag="vacancy.confirmed"):
    """What came of a batch: the first of its rows, and how many more there are."""

    rows: list[VacancyRow]
    more: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Confirmed"),
            text=lines(
                *(listed(row, _) for row in self.rows), _("And more: {n}", n=self.more) if self.more else ""
            ),
            buttons=[
                *([key_of(row)] for row in self.rows if row.state == "unit"),
                [Button(_("Back to the list"), data="vacancy.show:now")],
            ],
        )


# -- Against the rule --------------------------------------------------------------------------------


class OverrideNews(Message, frozen=True, tag="vacancy.override"):
    """To a colleague: `what` is asked (a second person is needed), agreed or refused."""

    what: str
    vacancy: int
    name: str

    def render(self, _: Words, company: Company) -> Rendered:
        text = {
            "asked": _(
                "{name} wants to send a flat against the rule and needs a second person.", name=self.name
            ),
            "agreed": _("{name} has agreed: the flat goes against the rule.", name=self.name),
            "refused": _("{name} has not agreed: the flat goes where the rule says.", name=self.name),
        }
        return Rendered(
            text=text[self.what],
            buttons=[[Button(_("Show the flat"), data=f"vacancy.card:{self.vacancy}")]],
        )


class NotPossible(Message, frozen=True, tag="vacancy.not_possible"):
    """`why` is a key of NOT_POSSIBLE."""

    why: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_(NOT_POSSIBLE.get(self.why, NOT_POSSIBLE["now"])))


NOT_POSSIBLE: dict[str, str] = {
    "own": N_("This is your own home. A colleague must do it."),
    "second": N_("You asked for it yourself, so another person must agree."),
    "fixed": N_("The home itself makes it not count. That cannot be changed here."),
    "now": N_("That cannot be done as things stand now. Nothing was changed."),
    "unknown": N_("I know no such flat."),
    "begun": N_(
        "The lease of the household that it was let to has begun, so the notice stands. Nothing was changed."
    ),
    "changing": N_("The contract on this home is changing just now. Settle that first. Nothing was changed."),
    "over": N_("The last day of the contract on this home is past. Nothing was changed."),
    "rule": N_(
        "A rule in company.toml was changed after flats had got their numbers by it. Put it back, and give"
        " the new rule a “from” of its own. Nothing was confirmed."
    ),
}
