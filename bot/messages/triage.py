"""What needs a person at the desk: the overview, its lists, orders as a file, colleagues who have left."""

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs
from bot.messages.fault_words import ITEMS, URGENCIES_RECORD
from bot.messages.faults import moment
from bot.messages.menu import keyboard
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated

# Groups of reports, and of what the machine could not do.
GROUPS: dict[str, str] = {
    "unseen": N_("Acute, and nobody has seen it"),
    "nobody": N_("Nobody has taken it"),
    "overdue": N_("Overdue"),
    "returned": N_("Back at the office"),
    "reopened": N_("Not fixed, open again"),
    "unanswered": N_("Question without an answer"),
    "unreached": N_("Gets no messages: call"),
    "to_call": N_("Done: call and ask"),
    "questions": N_("Overdue questions"),
    "undelivered": N_("Messages not delivered"),
    "set_aside": N_("Could not be handled"),
}
FORMATS: dict[str, str] = {
    "xlsx": N_("A table for Excel"),
    "csv": N_("A table as CSV"),
    "html": N_("Pages to print (open orders)"),
}


class Triage(Message, frozen=True, tag="triage.overview"):
    """How much there is in each group that is not empty."""

    groups: list[tuple[str, int]]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("To do at the office"),
            text=_("What needs a person now. An order can be in several lists.")
            if self.groups
            else _("Nothing needs a person now."),
            buttons=[
                *(
                    [Button(f"{n} · {_(GROUPS[group])}", data=f"triage.list:{group}.1")]
                    for group, n in self.groups
                ),
                [Button(_("Report for a household"), data="triage.report:home")],
                [
                    Button(_("Orders as a file"), data="triage.file:which"),
                    Button(_("Somebody has left"), data="triage.left:list"),
                ],
                [Button(_("Look again"), data="triage.show:now")],
            ],
        )


class TriageRow(msgspec.Struct, frozen=True):
    """An order in a list."""

    number: int
    urgency: str
    address: str
    item: str
    flat: str = ""


class TriageList(Message, frozen=True, tag="triage.list"):
    """A page of the orders of a group, the most urgent first; `page` counts from 1, `n` is their number."""

    group: str
    n: int
    rows: list[TriageRow]
    page: int = 1
    more: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        place = f"{self.group}.{self.page}"
        return Rendered(
            title=f"{_(GROUPS[self.group])} · {self.n}",
            text=lines(*(_listed(row, _) for row in self.rows)) or _("There is nothing here now."),
            buttons=[
                *([Button(_label(row), data=f"order.show:{row.number}.{place}")] for row in self.rows),
                _turning(self.group, self.page, self.more, _),
                [Button(_("Back to the list"), data="triage.show:now")],
            ],
        )


def _listed(row: TriageRow, _: Words) -> str:
    where = isolated(f"{row.address}, {row.flat}" if row.flat else row.address)
    return f"{row.number} · {row.urgency} {_(URGENCIES_RECORD[row.urgency])} · {where} · {_(ITEMS[row.item])}"


def _label(row: TriageRow) -> str:
    head, tail = f"{row.number} · {row.urgency} · ", f" {row.flat}" if row.flat else ""
    return head + row.address[: LONGEST_LABEL - len(head) - len(tail)] + tail


def _turning(group: str, page: int, more: bool, _: Words) -> list[Button]:
    before = [Button(_("Previous page"), data=f"triage.list:{group}.{page - 1}")] if page > 1 else []
    after = [Button(_("More"), data=f"triage.list:{group}.{page + 1}")] if more else []
    return [*before, *after]


class Undelivered(msgspec.Struct, frozen=True):
    """A message that did not arrive. `who` is a colleague's name or a tenant's address, "" for neither;
    `why` is blocked, too_old or refused.
    """

    at: float
    who: str
    why: str
    household: int = 0


UNDELIVERED: dict[str, str] = {
    "blocked": N_("the person cannot be reached"),
    "too_old": N_("waited too long"),
    "refused": N_("Telegram did not take it"),
}


class NotDelivered(Message, frozen=True, tag="triage.undelivered"):
    """The latest messages that were given up, never what they said; `up_to` is the last one's id."""

    n: int
    rows: list[Undelivered]
    up_to: int

    def render(self, _: Words, company: Company) -> Rendered:
        listed = (
            " · ".join(
                part
                for part in (
                    _.moment(moment(row.at)),
                    isolated(row.who) if row.who else "",
                    _(UNDELIVERED.get(row.why, UNDELIVERED["refused"])),
                )
                if part
            )
            for row in self.rows
        )
        settle = [Button(_("I have dealt with these"), data=f"triage.settle:{self.up_to}")]
        return Rendered(
            title=f"{_(GROUPS['undelivered'])} · {self.n}",
            text=lines(*listed) or _("There is nothing here now."),
            buttons=[
                settle if self.rows else [],
                [Button(_("Back to the list"), data="triage.show:now")],
            ],
        )


class Aside(Message, frozen=True, tag="triage.set_aside"):
    """What could not be handled: when, and the kind of error. Its content is for no list."""

    n: int
    rows: list[tuple[float, str]]

    def render(self, _: Words, company: Company) -> Rendered:
        listed = lines(*(f"{_.moment(moment(at))} · {isolated(error)}" for at, error in self.rows))
        return Rendered(
            title=f"{_(GROUPS['set_aside'])} · {self.n}",
            text=paragraphs(
                listed or _("There is nothing here now."),
                _("The sender was told. Whoever runs the bot can look at them; they go after 14 days."),
            ),
            buttons=[[Button(_("Back to the list"), data="triage.show:now")]],
        )


# -- Files ------------------------------------------------------------------------------------------


class WhichFile(Message, frozen=True, tag="triage.which_file"):
    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Orders as a file"),
            text=_("All work orders, in Swedish. It holds what tenants wrote: delete it when you are done."),
            buttons=[
                *([Button(_(text), data=f"triage.file:{key}")] for key, text in FORMATS.items()),
                [Button(_("Back to the list"), data="triage.show:now")],
            ],
        )


class OrdersFile(Message, frozen=True, tag="triage.file"):
    """The words under the file of all orders."""

    at: float

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Work orders, {when}", when=_.moment(moment(self.at))), document=True)


class OrderPage(Message, frozen=True, tag="order.page"):
    """The words under the page of one order."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Order {number}, a page to print", number=self.number), document=True)


# -- Who has left -----------------------------------------------------------------------------------


# What the bot cannot do: it may put nobody out of a group.
TAKE_OUT = N_("Take this person out of the team's group too.")


class Leaver(msgspec.Struct, frozen=True):
    """A caretaker, how many orders are in his hands, and whether a group stands for one of his areas. An
    officer of the unit, and how many households she looks after (None: no officer).
    """

    person: int
    name: str
    orders: int = 0
    in_group: bool = False
    households: int | None = None


class WhoHasLeft(Message, frozen=True, tag="triage.who_left"):
    """`back` is whether the reader has an overview to go back to."""

    people: list[Leaver]
    back: bool = True

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Who has left?"),
            text=_("Who has left sees and does nothing more here, and the orders are free again.")
            if self.people
            else _("There is nobody to choose."),
            buttons=[
                *([Button(_leaver(each, _), data=f"triage.left:{each.person}")] for each in self.people),
                [Button(_("Back to the list"), data="triage.show:now")] if self.back else [],
            ],
        )


def _leaver(leaver: Leaver, _: Words) -> str:
    held = (
        _.plural("{n} order", "{n} orders", leaver.orders)
        if leaver.households is None
        else _.plural("{n} household", "{n} households", leaver.households)
    )
    return f"{leaver.name[: LONGEST_LABEL - 16]} · {held}"


def _households_without(_: Words, n: int) -> str:
    return (
        _.plural(
            "{n} household has no officer then. A colleague can take it over.",
            "{n} households have no officer then. Colleagues can take them over.",
            n,
        )
        if n
        else ""
    )


class SureLeft(Message, frozen=True, tag="triage.sure_left"):
    """Asked before the roles of a colleague end."""

    leaver: Leaver

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Has {name} left?", name=self.leaver.name),
            text=lines(
                _.plural(
                    "Everything this person may do here ends at once. {n} order is free again.",
                    "Everything this person may do here ends at once. {n} orders are free again.",
                    self.leaver.orders,
                ),
                _households_without(_, self.leaver.households or 0),
                _(TAKE_OUT) if self.leaver.in_group else "",
            ),
            buttons=[
                [Button(_("Yes, has left"), data=f"triage.left:{self.leaver.person}.sure")],
                [Button(_("Back"), data="triage.left:list")],
            ],
        )


class HasLeft(Message, frozen=True, tag="triage.has_left"):
    """To the desk: a colleague has left, and so many orders are free again; `in_group` as before."""

    name: str
    orders: int
    in_group: bool = False
    households: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _.plural(
                    "{name} no longer works here. {n} order is free again.",
                    "{name} no longer works here. {n} orders are free again.",
                    self.orders,
                    name=self.name,
                ),
                _households_without(_, self.households),
                _(TAKE_OUT) if self.in_group else "",
            ),
            buttons=[[Button(_("To do"), data="triage.show:now")]],
        )


class WorkEnded(Message, frozen=True, tag="triage.work_ended"):
    """To who has left, with the words that are still there."""

    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("Your work with {company} in this bot has ended. Thank you!", company=company.name),
            keyboard=keyboard(self.words, _),
        )


class OrderGone(Message, frozen=True, tag="triage.order_gone"):
    """What stays of an order's card with who has left: nothing of the tenant."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Order {number} is no longer yours.", number=self.number))
