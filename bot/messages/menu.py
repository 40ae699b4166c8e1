"""The four words under the writing field, the menus, and what the bot says about itself."""

from functools import cache
from typing import Any

import msgspec

from bot.messages.base import Contents, Message, Texts, in_rows, no_contents, no_texts, paragraphs
from bot.messages.typed_orders import ways_to_type
from bot.settings import Company
from bot.speech import LOCALES, N_, KeyboardWord, Rendered, Words, left_to_right, words

# What each keyboard word says, and the command that does the same.
WORDS: dict[str, str] = {
    "report": N_("Report a fault"),
    "ask": N_("Ask"),
    "home": N_("My home"),
    "emergency": N_("Emergency"),
    "today": N_("Today's list"),
    "orders": N_("Orders"),
    "triage": N_("To do"),
    "people": N_("Households"),
    "language": N_("Language"),
}
COMMANDS: dict[str, str] = {
    "report": N_("Report a fault"),
    "myreports": N_("My reports"),
    "home": N_("My home: my road and my contract"),
    "ask": N_("Ask a question"),
    "today": N_("What is to be done today"),
    "orders": N_("Orders that are open"),
    "away": N_("I am away: until when, and who takes over"),
    "triage": N_("What needs a person at the office"),
    "inbox": N_("What people ask"),
    "answer": N_("Change an answer"),
    "languages": N_("Languages that you speak"),
    "conversions": N_("From second-hand to first-hand"),
    "people": N_("Households that wait, and offers of homes"),
    "homes": N_("Homes: how they are let, and to come"),
    "vacancy": N_("Flats given notice on"),
    "allocation": N_("Who gets the flats that become free?"),
    "notice": N_("Write a notice to those who live here"),
    "meetings": N_("Meetings for those who live here"),
    "emergency": N_("Emergency: numbers to call"),
    "language": N_("Change language"),
    "menu": N_("Show the menu"),
    "help": N_("What this bot can do"),
    "cancel": N_("Stop what I have begun"),
    "team": N_("In a group: choose its area"),
}

# Of an order in the help: the numbers of a new company begin a little above one hundred.
SAMPLE_NUMBER = 214


def word_meant(text: str) -> str | None:
    """The keyboard word that a text is, in any of the languages: an old keyboard still works."""
    return _words_by_text().get(text.strip().casefold())


@cache
def _words_by_text() -> dict[str, str]:
    return {words(locale)(msgid).casefold(): name for locale in LOCALES for name, msgid in WORDS.items()}


def keyboard(shown: list[str], _: Words) -> list[list[KeyboardWord]]:
    """The persistent keyboard with these words, two in a row."""
    return in_rows([KeyboardWord(_(WORDS[name])) for name in shown], 2)


class Menu(Message, frozen=True, tag="menu.commands"):
    """The command menu of one chat."""

    commands: list[str]

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        return {"commands": commands(self.commands, _)}, None


def commands(names: list[str], _: Words) -> list[dict[str, str]]:
    """Telegram's BotCommands for these commands."""
    return [{"command": name, "description": _(COMMANDS[name])} for name in names]


class Words4(Message, frozen=True, tag="menu.keyboard"):
    """Puts the keyboard there, with a line that says what for."""

    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("The buttons are under the writing field. Press one of them at any time."),
            keyboard=keyboard(self.words, _),
        )


class Help(Message, frozen=True, tag="menu.help"):
    """What this person can do here."""

    words: list[str]
    commands: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        listed = "\n".join(f"{left_to_right('/' + name)} – {_(COMMANDS[name])}" for name in self.commands)
        return Rendered(
            title=_("What this bot can do"),
            text=paragraphs(
                _("I am a bot from {company} and help you with your home.", company=company.name),
                listed,
                ways_to_type(_, SAMPLE_NUMBER) if "today" in self.commands else "",
            ),
            keyboard=keyboard(self.words, _),
        )


class NothingOpen(Message, frozen=True, tag="menu.nothing_open"):
    """/cancel with nothing begun, or the end of what was."""

    cancelled: bool
    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        text = (
            _("Stopped. Nothing was sent.")
            if self.cancelled
            else _("There is nothing to stop. You have not begun anything.")
        )
        return Rendered(text=text, keyboard=keyboard(self.words, _))


class About(msgspec.Struct, frozen=True):
    """The bot's name and descriptions at Telegram, in one language."""

    name: str
    description: str
    short: str


def about(_: Words, company: Company) -> About:
    """What a person reads before she presses START. Telegram's limits: 64, 512 and 120 characters."""
    return About(
        name=company.name[:64],
        description=paragraphs(
            _(
                "Report faults in your home in your own language. Have the paper code from {company} ready. "
                "It is voluntary: you can always call or visit us instead. Danger to life: call 112.",
                company=company.name,
            ),
            _("You can also ask questions about your home.") if company.rooms.questions else "",
        ),
        short=_("For people who live with {company}", company=company.name),
    )
