"""One-time codes on paper: the only way into a household or a role. Kept as a hash, never as the code."""

import hashlib
import secrets
import sqlite3
from typing import Literal

import msgspec

from storage import facts

# No 0 and O, no 1 and I: they cannot be told apart on paper. 32 signs, 50 bits a code.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 10
WRONG_TRIES = 5
WRONG_SECONDS = 3600.0
DAY = 24 * 3600.0


class Invitation(msgspec.Struct, frozen=True):
    """What a code lets its holder be: of a household (adult, or a helper), or at work here."""

    role: Literal["household", "caretaker", "staff", "officer", "admin"]
    household: int | None = None
    adult: bool = True
    areas: tuple[str, ...] = ()
    name: str | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Why a code was not taken. `until` is when the next try is allowed, for `wait`."""

    why: Literal["unknown", "expired", "used", "wait"]
    until: float = 0.0


def make(db: sqlite3.Connection, invitation: Invitation, now: float, days: float) -> str:
    """Makes a code that is valid for `days`. Returns it; only its hash is kept."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    db.execute(
        "INSERT INTO codes (hash, role, household, adult, areas, name, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            _hash(db, code),
            invitation.role,
            invitation.household,
            invitation.adult,
            ",".join(invitation.areas),
            invitation.name,
            now + days * DAY,
        ),
    )
    return code


def revoke(db: sqlite3.Connection, household: int) -> None:
    """Lets no unused code of a household be used any more: who has left it must not come in again by one."""
    db.execute("DELETE FROM codes WHERE household = ? AND used IS NULL", (household,))


def normal(text: str) -> str:
    """A code as it was typed, in the one form it is hashed in: capitals, no spaces or dashes."""
    return "".join(text.upper().split()).replace("-", "")


def looks_like_code(text: str) -> bool:
    """Whether a text could be meant as a code (so that any other text is not counted as a wrong try)."""
    code = normal(text)
    return len(code) == LENGTH and code.isascii() and code.isalnum()


def role_of(db: sqlite3.Connection, text: str) -> str | None:
    """What a code is for, without taking it; None for one that is not known."""
    row = db.execute("SELECT role FROM codes WHERE hash = ?", (_hash(db, normal(text)),)).fetchone()
    return str(row[0]) if row else None


def redeem(db: sqlite3.Connection, text: str, chat: int, now: float) -> Invitation | Refusal:
    """Takes a code, once. A wrong one is counted against the chat: five an hour, then a wait."""
    db.execute("DELETE FROM wrong_codes WHERE at <= ?", (now - WRONG_SECONDS,))
    tries = [at for (at,) in db.execute("SELECT at FROM wrong_codes WHERE chat = ? ORDER BY at", (chat,))]
    if len(tries) >= WRONG_TRIES:
        return Refusal("wait", tries[-WRONG_TRIES] + WRONG_SECONDS)
    hashed = _hash(db, normal(text))
    row = db.execute(
        "SELECT role, household, adult, areas, name, expires, used FROM codes WHERE hash = ?", (hashed,)
    ).fetchone()
    refusal: Refusal | None = None
    if row is None:
        refusal = Refusal("unknown")
    elif row[6] is not None:
        refusal = Refusal("used")
    elif row[5] < now:
        refusal = Refusal("expired")
    if refusal is not None:
        db.execute("INSERT INTO wrong_codes VALUES (?, ?)", (chat, now))
        return refusal
    db.execute("UPDATE codes SET used = ? WHERE hash = ?", (now, hashed))
    areas = tuple(area for area in row[3].split(",") if area)
    return Invitation(row[0], row[1], bool(row[2]), areas, row[4])


def _hash(db: sqlite3.Connection, code: str) -> str:
    # The pepper makes a copied table useless without the rest of the database it came from.
    pepper = facts.get(db, "codes.pepper")
    if pepper is None:
        pepper = secrets.token_hex(32)
        facts.put(db, "codes.pepper", pepper)
    return hashlib.blake2b(code.encode(), key=bytes.fromhex(pepper), digest_size=32).hexdigest()
