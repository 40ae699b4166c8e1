"""The officer's room: what there is to do, her households, their codes."""

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated, left_to_right

LIVES: dict[str, str] = {
    "evacuation": N_("At an evacuation place"),
    "asylum": N_("In a flat for asylum seekers"),
    "own": N_("In a place of its own"),
    "with_others": N_("With others"),
    "elsewhere": N_("Somewhere else"),
    "home": N_("In its own home with us"),
}
# What is to be done about a household.
TASKS: dict[str, str] = {
    "silent": N_("No answer to the offer: call"),
    "differ": N_("Two adults answered differently: call"),
    "call": N_("Wants to be called"),
    "unreached": N_("Gets no messages here: call"),
    "declined": N_("Said no: call, or name another household"),
    "accepted": N_("Said yes: confirm it"),
    "left": N_("Who had answered has left: ask again"),
    "void": N_("The flat is not free after all: call"),
    "ended": N_("The contract has ended: ask where they live"),
    "registered": N_("They say that they are registered: look at it"),
    "conversion_call": N_("Call about the new contract"),
}
MOST_BUTTONS = 8


def _room(_: Words) -> Button:
    return Button(_("Back"), data="people.show:now")


def to_household(_: Words, household: int) -> Button:
    return Button(_("Back"), data=f"people.household:{household}")


class PeopleRoom(Message, frozen=True, tag="people.room"):
    """How much there is: tasks, flats that wait for a household, households, those without an officer."""

    tasks: int
    flats: int
    households: int
    free: int

    def render(self, _: Words, company: Company) -> Rendered:
        counted = [
            (self.tasks, Button(f"{self.tasks} · {_('To do')}", data="people.tasks:now")),
            (self.flats, Button(f"{self.flats} · {_('Flats offered to us')}", data="unit.flats:now")),
            (self.households, Button(f"{self.households} · {_('My households')}", data="people.list:1")),
            (
                self.free,
                Button(f"{self.free} · {_('Households without an officer')}", data="people.free:1"),
            ),
        ]
        return Rendered(
            title=_("Households and offers"),
            text=_("What waits for you now.")
            if self.tasks or self.flats
            else _("Nothing waits for you now."),
            buttons=[
                *([button] for n, button in counted if n),
                [Button(_("Add a household"), data="people.add:new")],
                [Button(_("Look again"), data="people.show:now")],
            ],
        )


class TaskRow(msgspec.Struct, frozen=True):
    """A task about a household; `offer` is 0 where it is about none."""

    id: int
    household: int
    kind: str
    label: str
    offer: int = 0


class TaskList(Message, frozen=True, tag="people.tasks"):
    """The oldest tasks; `more` is how many are not shown."""

    rows: list[TaskRow]
    more: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("To do"),
            text=lines(
                _("Press one to see the household.") if self.rows else _("Nothing waits for you now."),
                _.plural("and {n} more", "and {n} more", self.more) if self.more else "",
            ),
            buttons=[
                *(
                    [
                        Button(
                            f"{row.label} · {_(TASKS.get(row.kind, TASKS['call']))}"[:LONGEST_LABEL],
                            data=f"people.household:{row.household}",
                        )
                    ]
                    for row in self.rows
                ),
                [_room(_)],
            ],
        )


class CaseRow(msgspec.Struct, frozen=True):
    """A household in a list."""

    household: int
    label: str
    persons: int
    waits: bool = True
    lives: str = "home"


class CaseList(Message, frozen=True, tag="people.list"):
    """A page of households; `free` are those without an officer, which can be taken over."""

    rows: list[CaseRow]
    page: int = 1
    more: bool = False
    free: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        before, after = self.page - 1, self.page + 1
        if self.free:
            turns = [
                *([Button(_("Before"), data=f"people.free:{before}")] if before else []),
                *([Button(_("More"), data=f"people.free:{after}")] if self.more else []),
            ]
            rows = [[Button(_case(_, row), data=f"people.take:{row.household}")] for row in self.rows]
        else:
            turns = [
                *([Button(_("Before"), data=f"people.list:{before}")] if before else []),
                *([Button(_("More"), data=f"people.list:{after}")] if self.more else []),
            ]
            rows = [[Button(_case(_, row), data=f"people.household:{row.household}")] for row in self.rows]
        what = _("Press one to take it over.") if self.free else _("Press one to see it.")
        return Rendered(
            title=_("Households without an officer") if self.free else _("My households"),
            text=what if self.rows else _("There is none."),
            buttons=[*rows, turns, [_room(_)]],
        )


def _case(_: Words, row: CaseRow) -> str:
    persons = _.plural("{n} member", "{n} members", row.persons)
    housed = not row.waits and row.lives == "home"
    return f"{row.label} · {_('has a home')}" if housed else f"{row.label} · {persons}"


class HouseholdCard(Message, frozen=True, tag="people.household"):
    """A household as its officer sees it. `address` is where it lives with us, "" if it does not. `offer` is
    the number of its offer, 0 for none, in `state`. `adults` and `helpers` are how many phones; `unreached`
    is whether no adult can be reached here. `can_wait` is whether it can be put back among those that wait;
    `contract` the one it lives on, 0 for none. `asks` is sure_close or "".
    """

    household: int
    label: str
    persons: int
    low: bool
    lives: str
    address: str = ""
    waits: bool = True
    adults: int = 0
    helpers: int = 0
    unreached: bool = False
    offer: int = 0
    state: str = ""
    tasks: list[TaskRow] = []
    asks: str = ""
    added: bool = False
    can_wait: bool = False
    contract: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        if self.asks == "sure_close":
            return self._sure(_)
        here = self.household
        return Rendered(
            title=isolated(self.label),
            text=paragraphs(
                _("Added. Let them scan a code, so that they can come in.") if self.added else "",
                lines(
                    _.plural("{n} member", "{n} members", self.persons),
                    _("Needs a lift or the ground floor.") if self.low else "",
                    _("Lives: {place}", place=_(LIVES.get(self.lives, LIVES["elsewhere"]))),
                    isolated(self.address) if self.address else "",
                    _("Waits for a home.") if self.waits else _("Does not wait for a home."),
                ),
                lines(
                    _.plural("{n} adult has come in here.", "{n} adults have come in here.", self.adults),
                    _.plural("{n} helper or child", "{n} helpers or children", self.helpers)
                    if self.helpers
                    else "",
                    _("No adult can be reached here: call instead.") if self.unreached else "",
                ),
                lines(*(f"• {_(TASKS.get(task.kind, TASKS['call']))}" for task in self.tasks)),
            ),
            buttons=[
                *(
                    [
                        Button(
                            f"{_('Done')} · {_(TASKS.get(task.kind, TASKS['call']))}"[:LONGEST_LABEL],
                            data=f"people.done:{task.id}",
                        )
                    ]
                    for task in self.tasks[:MOST_BUTTONS]
                ),
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
                    [[Button(_("Contract"), data=f"conversion.show:{self.contract}")]]
                    if self.contract
                    else []
                ),
                *(
                    [[Button(_("They wait for a home again"), data=f"people.wait:{here}")]]
                    if self.can_wait
                    else []
                ),
                [
                    Button(_("Code for an adult"), data=f"people.code:{here}.adult"),
                    Button(_("Code for a helper"), data=f"people.code:{here}.helper"),
                ],
                [
                    Button(_("How many they are"), data=f"people.size:{here}"),
                    Button(_("They have moved"), data=f"people.move:{here}"),
                ],
                [
                    Button(_("Somebody left it"), data=f"people.separate:{here}"),
                    Button(_("They have left us"), data=f"people.close:{here}"),
                ],
                [_room(_)],
            ],
        )

    def _sure(self, _: Words) -> Rendered:
        return Rendered(
            title=_("Has {label} left us?", label=self.label),
            text=_(
                "Nobody looks after it any more, and its phones have no access. It cannot be undone here."
            ),
            buttons=[
                [Button(_("Yes, they have left"), data=f"people.close:{self.household}.sure")],
                [to_household(_, self.household)],
            ],
        )


class HouseholdCode(Message, frozen=True, tag="people.code"):
    """Stands under the picture of a code. It is readable only here."""

    label: str
    code: str
    days: int
    adult: bool = True
    household: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Code for an adult") if self.adult else _("Code for a helper"),
            text=lines(
                isolated(self.label),
                _("Code: {code}", code=left_to_right(self.code)),
                _("Hold your screen up, and let them scan it with the camera of their phone."),
                _.plural("It works once, and for {n} day.", "It works once, and for {n} days.", self.days),
            ),
            document=True,
        )


class PeopleRefused(Message, frozen=True, tag="people.refused"):
    """`reason`: not_yours (no household of hers), has_offer (it has an offer that is open),
    has_contract, not_officer.
    """

    reason: str
    offer: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        texts = {
            "not_yours": _("This is no household of yours, so I cannot show or change it."),
            "has_offer": _(
                "This household has an offer that is open. Take it back or wait for the answer first."
            ),
            "has_contract": _("This household has a contract with us. It ends by notice, not here."),
            "not_officer": _("This is for the officers of the unit. Nothing was changed."),
        }
        return Rendered(
            text=texts.get(self.reason, texts["not_yours"]),
            buttons=[
                [Button(_("The offer, number {number}", number=self.offer), data=f"unit.offer:{self.offer}")]
            ]
            if self.offer
            else [],
        )
