"""Reporting a fault: where, what, have you tried, a picture, may we come in, is this right?

One card, edited in place. The draft survives a restart and a change of language. A press counts only when
the chat stands at its step; otherwise the present step is shown.
"""

import datetime
from collections.abc import Callable

from telegram import Update

from bot.engine.turn import Callback, Turn
from bot.handlers import drafts
from bot.handlers.deadlines import promised
from bot.handlers.drafts import Draft
from bot.handlers.fault_cards import card_key, fault_card, order_card, order_key
from bot.handlers.people import who, words_of
from bot.handlers.telling import tell_new
from bot.messages import behalf
from bot.messages import fault_report as screens
from bot.messages.base import Message
from bot.messages.fault_words import OWN_JOBS
from bot.messages.general import NotUsed
from bot.messages.known_faults import Known
from bot.messages.notices import NoticeKnown
from bot.messages.start import NoCode
from bot.speech import STOCKHOLM
from storage import desk_acts, fault_lists, faults, files, homes, known_faults, notices, people
from storage.fault_items import CATEGORIES, ITEMS, categories_of, items_of
from storage.faults import Fault
from storage.notices import Notice
from storage.people import Person

A_SCREEN = 8
LONGEST_WORDS = 1000
MOST_FILES = 10
# From these steps on it is known what is broken.
BEGUN = ("own", "more", "enter", "summary", "phone")
CHOOSING = ("first", "categories", "items")
TIMES = ("any", "morning", "afternoon")


# -- Beginning ---------------------------------------------------------------------------------


def go_on(turn: Turn, step: str, draft: Draft) -> None:
    """The present step, or the next one where it is known meanwhile what is broken."""
    if step not in CHOOSING or draft.item not in ITEMS:
        show(turn, step, draft)
    elif known_of(turn, draft) is not None or announced_for(turn, draft) is not None:
        show(turn, "known", draft)
    else:
        after_item(turn, draft)


def begin(turn: Turn, draft: Draft) -> None:
    """Opens a report, or says kindly why there is none to open. What was open before goes."""
    person = who(turn)
    if person is None:
        turn.say(NoCode(words_of(turn, None)))
        return
    draft.behalf = drafts.for_others(person) or (draft.behalf and "staff" in person.work)
    home = drafts.home_for(turn, draft)
    if home is None and not draft.behalf:
        turn.say(NotUsed("no_home", words_of(turn, person)))
        return
    leave_phone(turn)
    standing = turn.standing()
    if standing is not None:
        drafts.discard(turn, standing, keep=draft.files)
    draft.pet = bool(home and home.pet)
    show(turn, "first" if home else "find", draft)


def is_beginning(turn: Turn) -> bool:
    """Whether a report stands at its first screen: it is known for which home it is."""
    standing = turn.standing()
    return standing is not None and standing.name == drafts.NAME and standing.step == "first"


# -- The steps ---------------------------------------------------------------------------------


def show(turn: Turn, step: str, draft: Draft) -> None:
    """Stands at a step and shows its screen."""
    turn.stand(drafts.NAME, step, draft)
    if step == "phone" and not draft.behalf:
        turn.say(screens.AskPhone())  # it brings a keyboard of its own, which no edit can
    else:
        turn.screen(_screen(turn, step, draft))


def stay(turn: Turn, step: str, draft: Draft) -> None:
    """Stays at a step; its screen shows what has come in, where it stands and without a sound."""
    turn.stand(drafts.NAME, step, draft)
    turn.edit_screen(_screen(turn, step, draft))


def _screen(turn: Turn, step: str, draft: Draft) -> Message:
    person = who(turn)
    assert person is not None
    home = drafts.home_for(turn, draft)
    address, flat = (homes.house(turn.db, home.house).address, home.flat) if home else ("", "")
    has_words = bool(draft.words)
    match step:
        case "find":
            return behalf.WhichHome()
        case "speaks":
            return behalf.WhichLanguage(address, flat)
        case "categories":
            all_of = [category.id for category in categories_of(draft.place)]
            first = (draft.page - 1) * A_SCREEN
            shown = all_of[first : first + A_SCREEN]
            return screens.Categories(draft.place, shown, draft.page, more=first + A_SCREEN < len(all_of))
        case "items":
            listed = [item.id for item in items_of(draft.category, draft.place)]
            return screens.Items(draft.category, listed)
        case "own":
            return screens.OwnJob(draft.item, _call_first(turn, draft), address, flat)
        case "answer":
            return screens.Answer(draft.item)
        case "known":
            return _known(turn, draft)
        case "more":
            note = "desk" if ITEMS[draft.item].kind == "desk" else ""
            urgent = _call_first(turn, draft)
            return screens.More(draft.item, len(draft.files), has_words, urgent, address, flat, note)
        case "enter":
            return screens.Enter(draft.behalf)
        case "phone" if draft.behalf:
            return behalf.WhichPhone()
        case "summary" | "phone":
            shown_flat = flat if draft.place == "home" else ""
            return screens.Summary(
                item=draft.item,
                place=draft.place,
                address=address,
                flat=shown_flat,
                master_key=draft.master_key,
                pet=draft.pet,
                call=draft.call,
                time=draft.time,
                files=len(draft.files),
                has_words=has_words,
                desk=ITEMS[draft.item].kind == "desk",
            )
        case _:
            common = [item for item in turn.company.faults.common if item in ITEMS]
            if draft.behalf:
                return screens.First(common, len(draft.files), has_words, reported_for=f"{address}, {flat}")
            reports = len(fault_lists.open_of(turn.db, person.household or 0))
            told = [draft.item] if draft.item else draft.told
            return screens.First(common, len(draft.files), has_words, reports, told=told)


def _known(turn: Turn, draft: Draft) -> Message:
    """What is known of the item; the step that follows where it was done meanwhile."""
    fault = known_of(turn, draft)
    announced = announced_for(turn, draft) if fault is None else None
    if announced is not None:
        return NoticeKnown(announced.id, announced.version)
    if fault is None:
        step = "own" if draft.item in OWN_JOBS else "more"
        turn.stand(drafts.NAME, step, draft)
        return _screen(turn, step, draft)
    spread = known_faults.spread(turn.db, fault.id)
    return Known(
        number=fault.id,
        item=fault.item,
        own=fault.home is not None and not fault.known,
        people=spread.reports + spread.followers,
        planned=fault.planned or "",
        due=fault.due or 0.0,
        by_phone=draft.behalf,
    )


def before(step: str, draft: Draft) -> str:
    """The step that "back" leads to."""
    chosen_from = "items" if draft.category else "first"
    has_own_job = bool(draft.item) and ITEMS[draft.item].own_job
    match step:
        case "find" | "speaks":
            return "find"
        case "phone":
            return "summary"
        case "items":
            return "categories"
        case "own" | "answer" | "known":
            return chosen_from
        case "more":
            return "own" if has_own_job else chosen_from
        case "enter":
            return "more"
        case "summary":
            return "enter" if asks_to_enter(draft) else "more"
        case _:
            return "first"


def asks_to_enter(draft: Draft) -> bool:
    """Shared places have no key and no pet to ask for, nor has what only the office reads."""
    return draft.place == "home" and ITEMS[draft.item].kind == "order"


# -- Presses -----------------------------------------------------------------------------------


def at(*steps: str) -> Callable[[Callable[[Turn, Draft], None]], Callback]:
    """A press that counts only at these steps; otherwise the present screen is shown."""

    def wrap(act: Callable[[Turn, Draft], None]) -> Callback:
        async def handler(update: Update, turn: Turn) -> None:
            standing = turn.standing()
            draft = drafts.present_draft(turn)
            if standing is None or draft is None:
                turn.say(NotUsed("old_button"))
            elif standing.step not in steps:
                show(turn, standing.step, draft)
            else:
                act(turn, draft)

        return handler

    return wrap


@at("first", "categories", "items")
def place(turn: Turn, draft: Draft) -> None:
    if turn.value not in ("home", "shared"):
        return show(turn, "first", draft)
    draft.place, draft.page, draft.category = turn.value, 1, ""
    show(turn, "categories", draft)


@at("categories")
def page(turn: Turn, draft: Draft) -> None:
    pages = -(-len(categories_of(draft.place)) // A_SCREEN)
    draft.page = min(max(1, int(turn.value)), pages) if turn.value.isdecimal() else 1
    show(turn, "categories", draft)


@at("categories", "items")
def category(turn: Turn, draft: Draft) -> None:
    if turn.value not in CATEGORIES or not items_of(turn.value, draft.place):
        return show(turn, "categories", draft)
    draft.category = turn.value
    show(turn, "items", draft)


@at("first", "items")
def item(turn: Turn, draft: Draft) -> None:
    chosen = ITEMS.get(turn.value)
    standing = turn.standing()
    if chosen is None or standing is None:
        return show(turn, "first", draft)
    if standing.step == "first":
        draft.category = ""
        draft.place = "shared" if chosen.place == "shared" else "home"
    elif chosen not in items_of(draft.category, draft.place):
        return show(turn, "items", draft)
    if draft.item != chosen.id:
        draft.item, draft.earlier = chosen.id, 0
    go_on(turn, standing.step, draft)


def after_item(turn: Turn, draft: Draft) -> None:
    """What follows once it is known what is broken, and that it is not reported yet."""
    if ITEMS[draft.item].kind == "answer":
        return show(turn, "answer", draft)
    show(turn, "own" if draft.item in OWN_JOBS else "more", draft)


def known_of(turn: Turn, draft: Draft) -> Fault | None:
    """The open report that this one would only repeat: of her own home, or of the whole house."""
    home = drafts.home_for(turn, draft)
    if home is None or not draft.item or ITEMS[draft.item].kind != "order":
        return None
    own = known_faults.at_home(turn.db, home.id, draft.item) if draft.place == "home" else None
    return own or known_faults.known_in(turn.db, home.house, draft.item, draft.place)


def announced_for(turn: Turn, draft: Draft) -> Notice | None:
    """The work that was announced for her home and takes away just this now."""
    home, person = drafts.home_for(turn, draft), who(turn)
    if home is None or person is None or not draft.item or not turn.company.rooms.notices:
        return None
    return notices.known(turn.db, home.id, draft.item, person.id, turn.now)


@at("own")
def own(turn: Turn, draft: Draft) -> None:
    if turn.value == "works":
        files.erase(turn.db, draft.files)
        turn.end()
        turn.leave_screen(screens.Ended("works"))
        return
    show(turn, "more", draft)


@at("more")
def more(turn: Turn, draft: Draft) -> None:
    draft.album = ""
    show(turn, "enter" if asks_to_enter(draft) else "summary", draft)


@at("enter")
def enter(turn: Turn, draft: Draft) -> None:
    draft.master_key = turn.value == "yes"
    show(turn, "summary", draft)


@at("summary")
def switch(turn: Turn, draft: Draft) -> None:
    """fault.set: pet, call or time, each switched by a press."""
    person = who(turn)
    if turn.value == "pet":
        draft.pet = not draft.pet
    elif turn.value == "time":
        draft.time = TIMES[(TIMES.index(draft.time) + 1) % len(TIMES)]
    elif turn.value == "call":
        draft.call = not draft.call
        # Her number is asked for on her first wish for a call, and never else.
        known = draft.phone if draft.behalf else person is not None and person.phone
        if draft.call and not known:
            return show(turn, "phone", draft)
    show(turn, "summary", draft)


def phone_answered(turn: Turn, draft: Draft, phone: str | None) -> None:
    """She shared or wrote her number, or would rather not be called."""
    person = who(turn)
    assert person is not None
    if phone is None:
        draft.call = False
    elif draft.behalf:
        draft.phone = phone
    else:
        people.set_phone(turn.db, person.id, phone)
    if not draft.behalf:  # no keyboard of its own was put there
        turn.say(screens.PhoneKept(phone is not None, words_of(turn, person)))
    show(turn, "summary", draft)


def leave_phone(turn: Turn) -> None:
    """Where her number was asked for and she goes elsewhere, her own keyboard comes back."""
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if standing is not None and draft is not None and standing.step == "phone" and not draft.behalf:
        turn.say(screens.PhoneKept(kept=False, words=words_of(turn, who(turn))))


async def go(update: Update, turn: Turn) -> None:
    """fault.go: back, again or cancel, on every screen; "again" also when nothing is open any more."""
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if turn.value == "again":
        begin(turn, Draft(behalf=draft is not None and draft.behalf))
    elif standing is None or draft is None:
        turn.say(NotUsed("old_button"))
    elif turn.value == "cancel":
        leave_phone(turn)
        files.erase(turn.db, draft.files)
        turn.end()
        turn.leave_screen(screens.Ended("cancelled"))
    elif standing.step == "phone":
        phone_answered(turn, draft, None)
    elif standing.step == "categories" and draft.page > 1:
        draft.page -= 1
        show(turn, "categories", draft)
    else:
        show(turn, before(standing.step, draft), draft)


@at("summary")
def send(turn: Turn, draft: Draft) -> None:
    """The report is sent: it gets its number, and those who mend it are told."""
    person = who(turn)
    assert person is not None
    home = drafts.home_for(turn, draft)
    household = _household(turn, draft, person)
    if home is None or household is None:
        # She has moved out meanwhile, or works here no longer: there is nothing to report from here.
        files.erase(turn.db, draft.files)
        turn.end()
        turn.leave_screen()
        return begin(turn, Draft())
    at_home = draft.place == "home"
    half, due = promised(turn, urgency(turn, draft.item))
    if at_home and asks_to_enter(draft):
        homes.set_pet(turn.db, home.id, draft.pet)
    fault = faults.add(
        turn.db,
        faults.NewFault(
            item=draft.item,
            urgency=urgency(turn, draft.item),
            place="home" if at_home else "shared",
            house=home.house,
            home=home.id if at_home else None,
            household=household,
            reporter=None if draft.behalf else person.id,
            locale=(draft.locale if draft.behalf else turn.locale) or "en",
            words=draft.words,
            master_key=draft.master_key and at_home,
            pet=draft.pet and at_home,
            call_first=draft.call and (bool(draft.phone) if draft.behalf else person.phone is not None),
            time=draft.time,
            earlier=draft.earlier or None,
            half=half,
            due=due,
        ),
        draft.files,
        turn.now,
        desk=person.id if draft.behalf else None,
    )
    turn.end()
    if draft.behalf:
        _sent_for_household(turn, fault, person, draft.phone if draft.call else "")
        return
    tell_new(turn, fault)
    turn.screen_becomes(card_key(fault.id), fault_card(turn, fault, just_sent=True))


def _household(turn: Turn, draft: Draft, person: Person) -> int | None:
    """Whose report it is: her household's, or that of the home the desk reports for; None if she may not."""
    if not draft.behalf:
        return person.household
    if "staff" not in person.work or not draft.home:
        return None
    living = people.household_of_home(turn.db, draft.home)
    return people.add_household(turn.db, draft.home, turn.now) if living is None else living


def _sent_for_household(turn: Turn, fault: Fault, person: Person, phone: str) -> None:
    """The desk has reported for a household: it gets the order, and what to say on the phone."""
    if phone:
        desk_acts.keep_phone(turn.db, fault.id, phone)
    tell_new(turn, fault)
    turn.screen_becomes(order_key(fault.id), order_card(turn, fault, person))
    turn.say(behalf.ReadOut(fault.id, fault.item, fault.due, is_urgent(turn, fault.item)))


# -- What is sent besides presses ----------------------------------------------------------------


def add_words(turn: Turn, step: str, draft: Draft, text: str) -> None:
    """Words written while a report is open are part of it, at whatever step."""
    if len(draft.words) + len(text) > LONGEST_WORDS:
        turn.say(NotUsed("too_long"))
        return
    draft.words = f"{draft.words}\n{text}".strip()
    show(turn, "more" if step == "enter" else step, draft)


def add_file(turn: Turn, step: str, draft: Draft, kind: str, telegram_id: str, album: str) -> None:
    """A picture or voice note while a report is open. An album is answered once."""
    if len(draft.files) >= MOST_FILES:
        turn.say(NotUsed("enough"))
        return
    known_album = bool(album) and album == draft.album
    draft.album = album
    draft.files.append(drafts.keep_file(turn, kind, telegram_id))
    if known_album and step != "phone":
        stay(turn, step, draft)
    else:
        show(turn, step, draft)


# -- Facts -----------------------------------------------------------------------------------------


def urgency(turn: Turn, item_id: str) -> str:
    """The class of an item today, by the company's policy in force."""
    today = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM).date()
    return str(turn.company.policy(today).urgency_of(item_id, today))


def is_urgent(turn: Turn, item_id: str) -> bool:
    """Whether to call before writing: E0 and E1."""
    return urgency(turn, item_id) in ("E0", "E1")


def _call_first(turn: Turn, draft: Draft) -> bool:
    """Whether the number to call stands before everything else: not for the desk, which was called."""
    return is_urgent(turn, draft.item) and not draft.behalf
