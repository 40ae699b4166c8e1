"""The company's homes for the desk: how they are let, area by area, and each home."""

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, in_rows, lines, paragraphs
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated, left_to_right

# How homes are let; the words for one home, and for all of them with their number.
LETTINGS: dict[str, str] = {
    "ordinary": N_("Let to a tenant"),
    "agency": N_("Let to Migrationsverket, asylum housing"),
    "evacuation": N_("Evacuation place"),
    "municipality": N_("Let to the municipality"),
    "empty": N_("Empty"),
}
GROUPS: dict[str, str] = {
    "ordinary": N_("Let to tenants"),
    "agency": N_("Let to Migrationsverket"),
    "evacuation": N_("Evacuation places"),
    "municipality": N_("Homes let to the municipality"),
    "empty": N_("Empty homes"),
    "to_come": N_("To come"),
}


class Homes(Message, frozen=True, tag="homes.overview"):
    """`standing` and `to_come` are how many homes there are by how they are let, or are meant to be;
    `offered` is how many are with the integration unit now. `areas` are ids and names.
    """

    standing: dict[str, int]
    to_come: dict[str, int]
    offered: int
    areas: list[tuple[str, str]]

    def render(self, _: Words, company: Company) -> Rendered:
        groups = {group: n for group, n in self.standing.items() if group != "ordinary" and n}
        coming = sum(self.to_come.values())
        if coming:
            groups["to_come"] = coming
        return Rendered(
            title=_("Homes"),
            text=paragraphs(
                _("All homes: {n}", n=sum(self.standing.values())),
                lines(*(f"{_(GROUPS[group])}: {n}" for group, n in self.standing.items())),
                lines(
                    _("Offered to the integration unit now: {n}", n=self.offered),
                    *(
                        _("To come: {n} · {letting}", n=n, letting=_(LETTINGS[letting]))
                        for letting, n in self.to_come.items()
                    ),
                ),
                _(
                    "Search: write {command} and an object number, or an address with the flat number.",
                    command=left_to_right("/homes"),
                ),
            ),
            buttons=[
                *in_rows(
                    [
                        Button(f"{_(GROUPS[group])} · {n}", data=f"homes.list:{group}.1")
                        for group, n in groups.items()
                    ],
                    1,
                ),
                *in_rows([Button(name, data=f"homes.area:{area}") for area, name in self.areas], 2),
            ],
        )


class HomeRow(msgspec.Struct, frozen=True):
    """A home in a list. `ready` is the quarter of one to come, "" for one that stands."""

    home: int
    address: str
    flat: str
    object: str
    ready: str = ""


class HomesList(Message, frozen=True, tag="homes.list"):
    """Homes of a group, a house ("house", whose address is `name` and which lies in `area`) or a search
    ("found"). `page` counts from 1.
    """

    group: str
    rows: list[HomeRow]
    name: str = ""
    page: int = 1
    more: bool = False
    area: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        none = _("I know no such home. Look at the number or the spelling.")
        nothing = none if self.group == "found" else _("There is nothing here now.")
        before = [Button(_("Previous page"), data=f"homes.list:{self.group}.{self.page - 1}")]
        after = [Button(_("More"), data=f"homes.list:{self.group}.{self.page + 1}")]
        return Rendered(
            title=_(GROUPS[self.group]) if self.group in GROUPS else isolated(self.name) or _("Homes"),
            text=lines(*(_listed(row) for row in self.rows)) or nothing,
            buttons=[
                *([Button(label(row), data=f"homes.home:{row.home}")] for row in self.rows),
                [*(before if self.page > 1 else []), *(after if self.more else [])],
                [Button(_("Back"), data=f"homes.area:{self.area}")]
                if self.area
                else [Button(_("Back"), data="homes.show:now")],
            ],
        )


def _listed(row: HomeRow) -> str:
    parts = (f"{row.address}, {row.flat}", row.object, row.ready)
    return " · ".join(isolated(part) for part in parts if part)


def label(row: HomeRow, before: str = "") -> str:
    """A home on a button: what comes before, flat, address as far as it goes, object number."""
    tail = f" · {row.object}"[:LONGEST_LABEL]
    return f"{before}{row.flat} · {row.address}"[: LONGEST_LABEL - len(tail)] + tail


class Houses(Message, frozen=True, tag="homes.houses"):
    """The houses of an area, their ids and addresses."""

    area: str
    houses: list[tuple[int, str]]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=isolated(self.area),
            text=_("Which house?") if self.houses else _("There is nothing here now."),
            buttons=[
                *(
                    [Button(address[:LONGEST_LABEL], data=f"homes.house:{house}")]
                    for house, address in self.houses
                ),
                [Button(_("Back"), data="homes.show:now")],
            ],
        )


class HomeCard(Message, frozen=True, tag="homes.home"):
    """A home. What is not known is None, and is not said; `house` is for the way back, `vacancy` the notice
    on it that is in force, 0 for none.
    """

    object: str
    area: str
    address: str
    flat: str
    house: int
    letting: str
    rooms: int | None = None
    size: float | None = None
    floor: int | None = None
    lift: bool | None = None
    special: bool = False
    ready: str = ""
    rent: int | None = None
    vacancy: int = 0
    stair: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        size = f"{self.size:g}" if self.size is not None else ""
        return Rendered(
            title=isolated(f"{self.address}, {self.flat}"),
            text=lines(
                _("Object number: {object}", object=self.object),
                _("Area: {area}", area=self.area),
                _("Stair: {stair}", stair=self.stair) if self.stair else "",
                _("Rooms: {n}", n=self.rooms) if self.rooms is not None else "",
                _("Size: {n} m²", n=size.replace(".", ",")) if size else "",
                _("Floor: {n}", n=self.floor) if self.floor is not None else "",
                "" if self.lift is None else _("There is a lift") if self.lift else _("There is no lift"),
                _("Rent: {n} kronor a month", n=self.rent) if self.rent is not None else "",
                _("Special housing") if self.special else "",
                _("To come, ready: {quarter}", quarter=self.ready) if self.ready else "",
                _("How it is let: {letting}", letting=_(LETTINGS[self.letting])),
            ),
            buttons=[
                [Button(_("Notice to quit"), data=f"vacancy.card:{self.vacancy}")] if self.vacancy else [],
                [Button(_("Back"), data=f"homes.house:{self.house}")],
            ],
        )
