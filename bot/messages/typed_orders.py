"""Answers to what a caretaker types or sends on the move."""

from bot.messages.base import LONGEST_LABEL, Message, lines
from bot.settings import Company
from bot.speech import Button, Copied, Rendered, Words


def ways_to_type(_: Words, number: int) -> str:
    """How an order is worked on by typing, each way with words that are understood."""
    copied = Copied(number)
    return lines(
        _("You can also type what you do. Without a connection your phone sends it later."),
        _("{number} alone shows the order. Otherwise write, for example:", number=copied),
        _("{number} start", number=copied),
        _("{number} waiting", number=copied),
        _("{number} done new gasket", number=copied),
        _("{number} back wrong address", number=copied),
        _("A picture or voice message with the number as its caption is kept with the order."),
    )


class NotTheirs(Message, frozen=True, tag="order.not_theirs"):
    """A typed number that is none of his orders."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_(
                "Order {number} is not among yours, so nothing was changed. Is the number right?",
                number=self.number,
            )
        )


class HowToType(Message, frozen=True, tag="order.how_to_type"):
    """A number of his with words after it that mean no act."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _(
                    "I did not understand what to do with order {number}. Nothing was changed.",
                    number=self.number,
                ),
                ways_to_type(_, self.number),
            ),
            buttons=[[Button(_("Show"), data=f"order.show:{self.number}")]],
        )


class ReadKeyFirst(Message, frozen=True, tag="order.read_key_first"):
    """Begun by typing, but the tenant's changed answer about the master key has not been read. It may be read
    by typing too: `master_key` is that answer.
    """

    number: int
    master_key: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        copied = Copied(self.number)
        return Rendered(
            text=lines(
                _(
                    "Order {number} is not begun: the tenant has changed the answer about the master key.",
                    number=self.number,
                ),
                _("MASTER KEY: YES") if self.master_key else _("MASTER KEY: NO"),
                _("When you have read it, press the button on the card, or write:"),
                _("{number} read yes", number=copied)
                if self.master_key
                else _("{number} read no", number=copied),
            )
        )


class WhichOrder(Message, frozen=True, tag="order.which"):
    """Pictures or voice notes without a number: kept until he says which order they are for. `orders` are
    (number, address) of those that he holds.
    """

    files: int
    orders: list[tuple[int, str]] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _.plural(
                    "I have your {n} picture or voice message.",
                    "I have your {n} pictures or voice messages.",
                    self.files,
                ),
                _("Which order is it for? Write the number."),
            ),
            buttons=[
                *(
                    [Button(f"{number} · {address}"[:LONGEST_LABEL], data=f"order.file:{number}")]
                    for number, address in self.orders
                ),
                [Button(_("Nothing, delete it"), data="order.file:drop")],
            ],
        )
