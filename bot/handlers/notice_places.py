"""To whom a notice goes, in words: places to press, an address that was written, who would be reached."""

from bot.engine.turn import Turn
from bot.messages.notice_summary import Reach
from bot.messages.notice_writing import Place
from bot.speech import western_digits
from storage import audiences, homes, stock
from storage.audiences import Audience
from storage.notices import MUTABLE

MOST_HOUSES = 40
LONGEST_SEARCH = 80


def places(turn: Turn, within: str = "") -> list[Place]:
    """The areas and houses; of a house with several stairs (`within`) those."""
    if within:
        kind, _, number = within.partition(".")
        found = audiences.stairs(turn.db, int(number)) if kind == "house" else []
        return [Place(f"stair.{number}.{stair.lower()}", stair) for stair in found]
    areas = [Place(f"area.{area}", name) for area, name in homes.areas(turn.db).items()]
    houses = homes.houses(turn.db)
    listed = [Place(f"house.{house.id}", house.address) for house in houses[:MOST_HOUSES]]
    return [*listed, *areas]


def stair_named(turn: Turn, place: str) -> str:
    """The place that callback data names: there a stair stands in small letters."""
    kind, _, rest = place.partition(".")
    house, _, stair = rest.partition(".")
    if kind != "stair" or not house.isdecimal() or len(house) > 15:
        return place
    found = {each.lower(): each for each in audiences.stairs(turn.db, int(house))}
    return f"stair.{house}.{found.get(stair, stair)}"


def place_name(turn: Turn, place: str) -> str:
    """What a place is called: an address, the name of an area; the company's for everybody."""
    kind, _, rest = place.partition(".")
    house, _, stair = rest.partition(".")
    try:
        match kind:
            case "area":
                return homes.areas(turn.db).get(rest, rest)
            case "house" | "stair":
                address = homes.house(turn.db, int(house)).address
                return f"{address}, {stair}" if stair else address
            case "home":
                home = homes.get(turn.db, int(rest))
                return f"{homes.house(turn.db, home.house).address}, {home.flat}" if home else ""
    except (LookupError, ValueError):
        return ""
    return str(turn.company.name) if place == "all" else ""


def where_shown(turn: Turn, audience: Audience) -> str:
    """What a reader is told of where it is: nothing where it is everywhere, and never the flat."""
    kind, _, rest = audience.place.partition(".")
    if kind == "home":
        home = homes.get(turn.db, int(rest)) if rest.isdecimal() else None
        return homes.house(turn.db, home.house).address if home else ""
    return "" if audience.place == "all" else place_name(turn, audience.place)


def address_meant(turn: Turn, said: str, within: str = "") -> str | None:
    """The place that an address means, with or without a flat; of a house that is chosen already (`within`)
    the flat is enough. None for none or several.
    """
    said = western_digits(said).strip()
    meant = homes.find(turn.db, said) if len(said) <= LONGEST_SEARCH else []
    kind, _, rest = within.partition(".")
    if not meant and kind in ("house", "stair"):
        meant = [home for home in stock.homes_of(turn.db, int(rest.partition(".")[0])) if home.flat == said]
    if len(meant) == 1:
        return f"home.{meant[0].id}"
    houses = {home.house for home in meant}
    return f"house.{houses.pop()}" if len(houses) == 1 else None


def only(audience: Audience) -> list[str]:
    """What narrows it, as the callback data names it."""
    found = {"language": audience.language, "contract": audience.contract, "role": audience.role}
    return [f"{name}.{value}" for name, value in found.items() if value]


def reach(turn: Turn, audience: Audience, kind: str) -> Reach:
    """Who would get it now."""
    count = audiences.count(turn.db, audience, kind in MUTABLE)
    return Reach(count.languages, count.blocked, count.muted, count.homes_without)
