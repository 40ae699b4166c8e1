"""The two tracks beside the contract, for the officer of a household: three words, and dates of work."""

import datetime

import msgspec

from bot.messages.base import Message, in_rows, lines, paragraphs
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, left_to_right

WORDS: dict[str, str] = {
    "waiting": N_("Waits for Migrationsverket"),
    "settled": N_("May stay"),
    "closed": N_("Closed here"),
}
ACTS: dict[str, str] = {
    "af": N_("Registered"),
    "etab": N_("Introduction programme"),
    "intern": N_("Internship"),
    "work": N_("Work"),
    "study": N_("Studies"),
    "out": N_("Programme over"),
}


class Adult(msgspec.Struct, frozen=True):
    """An adult of the household by her place in it. `dated` are acts and ISO days, None without her yes."""

    person: int
    n: int
    dated: list[tuple[str, str]] | None = None


def _act(_: Words, act: str, day: str) -> str:
    return f"{_(ACTS[act])}, {_.short_date(datetime.date.fromisoformat(day))}"


def _short(_: Words, act: str, day: str) -> str:
    """As it stands on a button, where a day in both calendars has no room."""
    on = datetime.date.fromisoformat(day)
    return f"{_(ACTS[act])} {left_to_right(f'{on.day}/{on.month}')}"


class TrackCard(Message, frozen=True, tag="track.card"):
    """`word` is a key of WORDS, "" if none was noted. `asks` is the adult for whom an act is chosen, then
    "<person>.<act>" for which day; `days` are the ISO days on the buttons, and `noted` what
    can be taken back: id, act and ISO day. Without `asylum` no word is noted.
    """

    household: int
    about: str
    word: str = ""
    adults: list[Adult] = []
    asks: str = ""
    days: list[str] = []
    asylum: bool = True
    noted: list[tuple[int, str, str]] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=self.about,
            text=paragraphs(
                _("Permission to stay: {word}", word=_(WORDS[self.word])) if self.word in WORDS else "",
                *(self._adult(_, adult) for adult in self.adults),
                _("The word says no more than this: no decision and no reason is kept.")
                if self.asylum
                else "",
                lines(_("Which day did it begin?"), _("Press a day, or write one."))
                if "." in self.asks
                else "",
            ),
            buttons=self._buttons(_),
        )

    def _adult(self, _: Words, adult: Adult) -> str:
        if adult.dated is None:
            return _("Adult {n}: has not agreed that days of work are kept.", n=adult.n)
        return lines(
            _("Adult {n}:", n=adult.n),
            *(f"– {_act(_, act, day)}" for act, day in adult.dated if act in ACTS),
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        back = [Button(_("Back"), data=f"track.of:{self.household}")]
        if "." in self.asks:
            days = [
                Button(
                    _.short_date(datetime.date.fromisoformat(day)),
                    data=f"track.on:{self.asks}.{day.replace('-', '')}",
                )
                for day in self.days
            ]
            return [*in_rows(days, 1), back]
        if self.asks:
            acts = [Button(_(text), data=f"track.note:{self.asks}.{act}") for act, text in ACTS.items()]
            wrong = [
                Button(
                    f"{_('Not so')} · {_short(_, act, day)}",
                    data=f"track.not_so:{self.asks}.{noted}",
                )
                for noted, act, day in self.noted
            ]
            return [*in_rows(acts, 2), *in_rows(wrong, 1), back]
        return [
            *(
                [Button(_(text), data=f"track.word:{self.household}.{word}")]
                for word, text in WORDS.items()
                if word != self.word and self.asylum
            ),
            *(
                [Button(_("Adult {n}: note a day", n=adult.n), data=f"track.adult:{adult.person}")]
                for adult in self.adults
                if adult.dated is not None
            ),
        ]
