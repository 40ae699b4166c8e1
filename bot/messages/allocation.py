"""The one-in-five rule and its numbers: for those who live here and for the unit the rule and the year's
totals, for the desk everything.
"""

import msgspec

from bot.messages.base import Message, lines, paragraphs, people_shown
from bot.messages.vacancies import VacancyRow, key_of, listed, shown
from bot.settings import Company
from bot.speech import Button, Rendered, Words, isolated
from storage.small_numbers import FEWEST_SHOWN


class Rule(msgspec.Struct, frozen=True):
    """`part` of every `whole` flats given notice on are the unit's, from the day `begins` on, ISO."""

    part: int
    whole: int
    begins: str


def ruled(rule: Rule | None, company: Company, _: Words) -> str:
    """The rule in a sentence."""
    if rule is None:
        return _("No rule is in force today.")
    unit = company.answers.unit or _("the municipality's integration unit")
    if rule.part == 1:
        return _.plural(
            "One of every {n} flat that is given notice on is offered to {unit}.",
            "One of every {n} flats that are given notice on is offered to {unit}.",
            rule.whole,
            unit=unit,
        )
    share = f"{rule.part}/{rule.whole}"
    return _("Of the flats that are given notice on, {share} are offered to {unit}.", share=share, unit=unit)


class YearNumbers(msgspec.Struct, frozen=True):
    """A year's totals; None for a number that is too small to be told."""

    year: int
    eligible: int | None
    offered: int | None
    let: int | None


class RuleAndYear(Message, frozen=True, tag="allocation.rule"):
    """For those who live here: the rule and the years' totals, and nothing about any flat."""

    rule: Rule | None
    years: list[YearNumbers]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Who gets the flats that become free?"),
            text=paragraphs(
                ruled(self.rule, company, _),
                _(
                    "The unit finds a family that has come to Sweden and needs a home. "
                    "All other flats go to the queue."
                ),
                _("The flats are counted in order. Nobody chooses, and it does not matter who moves out."),
                *(self._year(year, _) for year in self.years),
            ),
        )

    def _year(self, year: YearNumbers, _: Words) -> str:
        return lines(
            _("Year {year}", year=year.year),
            _("Given notice on: {n}", n=people_shown(year.eligible, _)),
            _("Offered to the unit: {n}", n=people_shown(year.offered, _)),
            _("A family lives there through the unit: {n}", n=people_shown(year.let, _)),
        )


class Allocation(Message, frozen=True, tag="allocation.overview"):
    """For the desk: the totals of all years, and whether every decision follows from the ledger (`wrong` is
    how many do not). `debts` are flats that the unit still has coming.
    """

    rule: Rule | None
    eligible: int
    offered: int
    let: int
    excluded: int
    void: int
    overridden: int
    debts: int
    wrong: int
    years: list[int]

    def render(self, _: Words, company: Company) -> Rendered:
        begins = _("In force since: {day}", day=shown(self.rule.begins, _)) if self.rule else ""
        return Rendered(
            title=_("Numbers and rule"),
            text=paragraphs(
                lines(ruled(self.rule, company, _), begins),
                lines(
                    _("Given notice on and counted: {n}", n=self.eligible),
                    _("Offered to the unit: {n} of {of}", n=self.offered, of=self.eligible),
                    _("Let through the unit: {n} of {of}", n=self.let, of=self.eligible),
                    _("Did not count: {n}", n=self.excluded),
                    _("Withdrawn: {n}", n=self.void),
                    _("Against the rule: {n}", n=self.overridden),
                    _("The unit still has coming: {n}", n=self.debts) if self.debts else "",
                ),
                _("Everything was recomputed from the ledger, and every decision is right.")
                if not self.wrong
                else _(
                    "Recomputed from the ledger, so many things are wrong: {n}. Run the check.", n=self.wrong
                ),
            ),
            buttons=[
                [Button(_("All flats"), data="allocation.list:1")],
                *(
                    [Button(_("Year {year}", year=year), data=f"allocation.year:{year}")]
                    for year in self.years
                ),
                [
                    Button(_("A table for Excel"), data="allocation.file:xlsx"),
                    Button(_("A table as CSV"), data="allocation.file:csv"),
                ],
                [Button(_("Back to the list"), data="vacancy.show:now")],
            ],
        )


class AllFlats(Message, frozen=True, tag="allocation.list"):
    """A page of all that was confirmed, the latest first."""

    rows: list[VacancyRow]
    page: int = 1
    more: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("All flats"),
            text=lines(*(listed(row, _) for row in self.rows)) or _("There is nothing here now."),
            buttons=[
                *([key_of(row)] for row in self.rows),
                [
                    *(
                        [Button(_("Previous page"), data=f"allocation.list:{self.page - 1}")]
                        if self.page > 1
                        else []
                    ),
                    *([Button(_("More"), data=f"allocation.list:{self.page + 1}")] if self.more else []),
                ],
                [Button(_("Back to the list"), data="vacancy.show:now")],
            ],
        )


class YearRow(msgspec.Struct, frozen=True):
    """An area by its name, or a number of rooms (`name` is then a number, "" where it is not known); None for
    a number that is hidden.
    """

    name: str
    eligible: int | None
    offered: int | None
    let: int | None


class Year(Message, frozen=True, tag="allocation.year"):
    """A year by area and by the number of rooms, small numbers hidden."""

    year: int
    areas: list[YearRow]
    rooms: list[YearRow]

    def render(self, _: Words, company: Company) -> Rendered:
        by_rooms = [
            (_("Rooms: {n}", n=row.name) if row.name else _("Rooms not known"), row) for row in self.rooms
        ]
        return Rendered(
            title=_("Year {year}", year=self.year),
            text=paragraphs(
                _("Given notice on / offered to the unit / let through it:"),
                lines(*(_counted(isolated(row.name), row) for row in self.areas)),
                lines(*(_counted(name, row) for name, row in by_rooms)),
                _(
                    "– is fewer than {n}, or hidden so that such a number cannot be worked out.",
                    n=FEWEST_SHOWN,
                ),
            ),
            buttons=[[Button(_("Back"), data="allocation.show:now")]],
        )


def _counted(name: str, row: YearRow) -> str:
    numbers = " / ".join("–" if n is None else str(n) for n in (row.eligible, row.offered, row.let))
    return f"{name}: {isolated(numbers)}"


class AllocationFile(Message, frozen=True, tag="allocation.file"):
    """The words under the table of all flats."""

    day: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("All flats given notice on, {day}", day=shown(self.day, _)), document=True)
