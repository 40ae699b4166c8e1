"""The whole ledger gone through again: what was decided must follow from its lines alone."""

import sqlite3
from collections.abc import Iterator

from storage import ledger
from storage.ledger import Book, Line, Policy
from storage.vacancies import TRANSITIONS


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is wrong in the ledger, a line of English each; nothing for one that is as it must be."""
    book = Book()
    policies: dict[str, Policy] = {}
    states: dict[int, str] = {}
    asked: dict[int, Line] = {}
    for line in ledger.lines(db):
        where = f"line {line.line} (flat {line.vacancy})"
        yield from (f"{where}: {wrong}" for wrong in _step(line, states, asked))
        decided = book.read(line)
        if decided is None or line.policy is None:
            continue
        if line.number != book.numbers:
            yield f"{where}: has number {line.number}, the next was {book.numbers}"
        if policies.setdefault(line.policy.begins, line.policy) != line.policy:
            yield f"{where}: the rule of {line.policy.begins} is not the one that it was before"
        written = (line.goes, line.place, line.settles)
        if written != (decided.goes, decided.place, decided.settles):
            yield f"{where}: number {line.number} goes to the {line.goes}, by the rule to the {decided.goes}"
    registered = {vacancy for (vacancy,) in db.execute("SELECT id FROM vacancies")}
    yield from (
        f"flat {vacancy}: no line says how it was registered" for vacancy in sorted(registered - set(states))
    )


def _step(line: Line, states: dict[int, str], asked: dict[int, Line]) -> Iterator[str]:
    """Follows one flat from state to state."""
    state = states.get(line.vacancy)
    if line.act == "registered":
        if state is not None:
            yield "is registered twice"
        states[line.vacancy] = "draft"
        return
    if state is None or (state, line.act) not in TRANSITIONS:
        yield f"{line.act!r} cannot come after {state!r}"
        return
    states[line.vacancy] = TRANSITIONS[state, line.act] or line.goes
    if line.act == "asked":
        asked[line.vacancy] = line
    elif line.act == "agreed":
        first = asked.pop(line.vacancy, None)
        if first is None or first.goes != line.goes or not line.reason:
            yield "an override was agreed to that nobody had asked for"
        elif first.person is None or line.person is None or first.person == line.person:
            yield "an override needs two people"


def policies(db: sqlite3.Connection) -> list[Policy]:
    """Every version of the rule that something was decided by, the oldest first."""
    found = {line.policy.begins: line.policy for line in ledger.lines(db) if line.policy is not None}
    return [found[begins] for begins in sorted(found)]
