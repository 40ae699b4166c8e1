"""What an officer enters about a household, a question at a time."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, in_rows, paragraphs
from bot.messages.officers import LIVES, to_household
from bot.settings import Company
from bot.speech import N_, NAMES, Button, Rendered, Words, isolated

WRONG_LABEL: dict[str, str] = {
    "empty": N_("Write a few letters."),
    "long": N_("It is too long: 20 characters at most."),
    "number": N_("No numbers of persons or cases, please. Choose another word."),
}
MOST_BUTTONS = 8
MOST_PERSONS = 12


def _back(_: Words, household: int) -> Button:
    """To the household, or out of adding one."""
    if household:
        return to_household(_, household)
    return Button(_("Cancel"), data="people.add:cancel")


class AskLabel(Message, frozen=True, tag="people.ask_label"):
    """The first step of adding. `wrong` is a key of WRONG_LABEL or ""."""

    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("What do you call the household?"),
            text=paragraphs(
                _(WRONG_LABEL[self.wrong]) if self.wrong in WRONG_LABEL else "",
                _(
                    "Write a word of your own, 20 characters at most. You and your colleagues see it, nobody "
                    "else. No name from a paper, no number."
                ),
            ),
            buttons=[[Button(_("Cancel"), data="people.add:cancel")]],
        )


class AskPersons(Message, frozen=True, tag="people.ask_persons"):
    """How many they are; `household` is 0 while it is being added."""

    label: str
    household: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        here = self.household
        numbers = [
            Button(_.plural("{n} member", "{n} members", n), data=f"people.persons:{here}.{n}")
            for n in range(1, MOST_PERSONS + 1)
        ]
        return Rendered(
            title=isolated(self.label),
            text=_("How many persons are they now, children included?"),
            buttons=[*in_rows(numbers, 3), [_back(_, self.household)]],
        )


class AskLow(Message, frozen=True, tag="people.ask_low"):
    """A yes or no; never why."""

    label: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=isolated(self.label),
            text=_("Do they need a lift or the ground floor? Do not write why."),
            buttons=[
                [Button(_("Yes"), data="people.low:yes"), Button(_("No"), data="people.low:no")],
                [Button(_("Cancel"), data="people.add:cancel")],
            ],
        )


class AskLives(Message, frozen=True, tag="people.ask_lives"):
    """Where it lives now; `household` is 0 while it is being added."""

    label: str
    household: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        places = [each for each in LIVES if self.household or each != "home"]
        return Rendered(
            title=isolated(self.label),
            text=_("Where do they live now?"),
            buttons=[
                *([Button(_(LIVES[each]), data=f"people.lives:{self.household}.{each}")] for each in places),
                [_back(_, self.household)],
            ],
        )


class FoundHome(msgspec.Struct, frozen=True):
    """A home that may be meant."""

    home: int
    address: str
    flat: str
    object: str


class AskHome(Message, frozen=True, tag="people.ask_home"):
    """Which of our homes it is. `needed` is whether there must be one; `tried` whether what was written fits
    none.
    """

    label: str
    found: list[FoundHome] = []
    needed: bool = False
    tried: bool = False
    household: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        none = [] if self.needed else [[Button(_("None of our homes"), data="people.home:0")]]
        return Rendered(
            title=isolated(self.label),
            text=paragraphs(
                _("I know no such home. Look at the number or the spelling.") if self.tried else "",
                _("Write the object number, or the address and the flat number."),
            ),
            buttons=[
                *([Button(_home_label(each), data=f"people.home:{each.home}")] for each in self.found),
                *none,
                [_back(_, self.household)],
            ],
        )


def _home_label(found: FoundHome) -> str:
    tail = f" · {found.object}"
    head = f"{found.flat} · {found.address}"
    return f"{head[: LONGEST_LABEL - len(tail)]}{tail}"[:LONGEST_LABEL]


class PhoneRow(msgspec.Struct, frozen=True):
    """A phone of a household: no name is kept, so it is told by what and since when (ISO day)."""

    person: int
    adult: bool
    locale: str
    since: str


class WhoLeft(Message, frozen=True, tag="people.who_left"):
    """Whose access is to end; `sure` is the one that was chosen."""

    household: int
    label: str
    phones: list[PhoneRow]
    sure: PhoneRow | None = None

    def render(self, _: Words, company: Company) -> Rendered:
        back = [to_household(_, self.household)]
        if self.sure is not None:
            end = Button(
                _("Yes, end its access"),
                data=f"people.separate:{self.household}.{self.sure.person}.sure",
            )
            return Rendered(
                title=_("Does this phone no longer belong to {label}?", label=self.label),
                text=paragraphs(
                    phone_text(_, self.sure),
                    _("Its access ends at once. The others keep theirs."),
                ),
                buttons=[[end], back],
            )
        return Rendered(
            title=isolated(self.label),
            text=_("Whose phone no longer belongs to it?") if self.phones else _("No phone has come in yet."),
            buttons=[
                *(
                    [
                        Button(
                            phone_text(_, each)[:LONGEST_LABEL],
                            data=f"people.separate:{self.household}.{each.person}",
                        )
                    ]
                    for each in self.phones[:MOST_BUTTONS]
                ),
                back,
            ],
        )


def phone_text(_: Words, phone: PhoneRow) -> str:
    """A phone as it stands in a list."""
    what = _("Adult") if phone.adult else _("Helper")
    day = _.short_date(datetime.date.fromisoformat(phone.since))
    return f"{what} · {NAMES.get(phone.locale, phone.locale)} · {day}"
