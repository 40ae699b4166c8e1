"""What is said in and about the group of an area."""

import msgspec

from bot.messages.base import Message, in_rows, lines, paragraphs
from bot.settings import Company
from bot.speech import Button, Rendered, Words, left_to_right

COMMAND = left_to_right("/team")


class Area(msgspec.Struct, frozen=True):
    """An area that a group can be for."""

    id: str
    name: str


class ChooseArea(Message, frozen=True, tag="team.choose"):
    """`bound` is the name of the area that the group is for already, "" for none."""

    areas: list[Area]
    bound: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        areas = [Button(area.name, data=f"team.area:{area.id}") for area in self.areas]
        if not self.bound:
            text = _("Which area is this group for? Its orders will stand here.")
            return Rendered(text=text, buttons=in_rows(areas, 2))
        return Rendered(
            text=lines(
                _("This group is for {area}.", area=self.bound),
                _("Choose another area, or end it."),
            ),
            buttons=[*in_rows(areas, 2), [Button(_("No more orders here"), data="team.leave:yes")]],
        )


class Bound(Message, frozen=True, tag="team.bound"):
    """The bot may read and write, so the group is for this area now."""

    area: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=paragraphs(
                _("This group is now for {area}. Its orders stand here.", area=self.area),
                _(
                    "Whoever looks after the area can press the buttons here. To change or end it, write "
                    "{command}.",
                    command=COMMAND,
                ),
            )
        )


class CannotRead(Message, frozen=True, tag="team.cannot_read"):
    """What to do so that the bot can read in the group."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("I cannot read in this group yet"),
            text=paragraphs(
                _("Make me an administrator of the group. Then write {command} again.", command=COMMAND),
                _(
                    "Or switch {setting} off for me at {botfather}, take me out of the group and add me "
                    "again. Then write {command}.",
                    setting=left_to_right("Group Privacy"),
                    botfather=left_to_right("@BotFather"),
                    command=COMMAND,
                ),
            ),
        )


class CannotWrite(Message, frozen=True, tag="team.cannot_write"):
    """The same, to the one who asked for it: in the group it could not be said."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("I may not write in the group"),
            text=_("Make me an administrator of the group. Then write {command} again.", command=COMMAND),
        )


class LetGo(Message, frozen=True, tag="team.let_go"):
    """The group is for no area any more, as was wished."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("No more orders come to this group. To begin again, write {command}.", command=COMMAND)
        )


class NotHere(Message, frozen=True, tag="team.not_here"):
    """What becomes of an order's card in a group that it is no longer for."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Order {number} no longer stands in this group.", number=self.number))


class Lost(Message, frozen=True, tag="team.lost"):
    """To the desk: the bot was taken out of the group of an area."""

    area: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_(
                "I was taken out of the group for {area}. Its orders no longer stand there. The caretakers "
                "still have them in their own chats.",
                area=self.area,
            )
        )
