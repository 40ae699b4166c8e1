"""A person's list of reports, adding to one, taking one back."""

import msgspec

from bot.messages.base import Message, lines, paragraphs
from bot.messages.fault_words import ITEMS
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words

# A state in two or three words, for a list.
SHORT: dict[str, str] = {
    "received": N_("received"),
    "returned": N_("received"),
    "taken": N_("somebody has it"),
    "started": N_("work begun"),
    "waiting": N_("waiting for a spare part"),
    "outside": N_("with an outside firm"),
    "done": N_("done: is it fixed?"),
    "closed": N_("finished"),
}


class Row(msgspec.Struct, frozen=True):
    """One report in the list."""

    number: int
    item: str
    state: str


class MyReports(Message, frozen=True, tag="reports.list"):
    """What is open first; each has a button that opens its card."""

    rows: list[Row]
    left_out: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        if not self.rows:
            return Rendered(
                text=_("You have no reports."),
                buttons=[[Button(_("Report a fault"), data="fault.go:again")]],
            )
        more = _.plural("and {n} more", "and {n} more", self.left_out) if self.left_out else ""
        listed = [
            _(
                "{number}: {fault} – {state}",
                number=row.number,
                fault=_(ITEMS[row.item]),
                state=_(SHORT[row.state]),
            )
            for row in self.rows
        ]
        return Rendered(
            title=_("Your reports"),
            text=lines(*listed, more),
            buttons=[
                [Button(f"{row.number} {_(ITEMS[row.item])}", data=f"fault.show:{row.number}")]
                for row in self.rows
            ],
        )


class AskMore(Message, frozen=True, tag="reports.ask_more"):
    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Report {number}", number=self.number),
            text=_(
                "Send a photo, speak a voice message or write a few words. It goes to the one who mends it."
            ),
            buttons=[[Button(_("Nothing to add"), data=f"fault.show:{self.number}")]],
        )


class Added(Message, frozen=True, tag="reports.added"):
    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("Thank you. It is now with report {number}.", number=self.number),
            buttons=[[Button(_("Show"), data=f"fault.show:{self.number}")]],
        )


class SureToWithdraw(Message, frozen=True, tag="reports.sure"):
    number: int
    item: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Take this report back?"),
            text=paragraphs(
                _("Report {number}: {fault}", number=self.number, fault=_(ITEMS[self.item])),
                _("Then nobody comes. You can report it again at any time."),
            ),
            buttons=[
                [Button(_("Yes, take it back"), data=f"fault.withdraw:{self.number}.sure")],
                [Button(_("No, keep it"), data=f"fault.show:{self.number}")],
            ],
        )


class Unfollowed(Message, frozen=True, tag="reports.unfollowed"):
    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("All right. You hear no more of report {number}.", number=self.number))
