"""The messages that releases have sent, as they stand in outboxes: `ever_sent.json`, by kind.

An entry is never changed or taken out: a row of an old outbox must still be read and said. A kind or a form
that is new gets one by `python -m tests.messages.ever_sent`, which keeps all that is there.
"""

from pathlib import Path
from typing import Any

import msgspec

from bot.messages.examples import EXAMPLES

FILE = Path(__file__).with_name("ever_sent.json")


def ever_sent() -> dict[str, list[dict[str, Any]]]:
    """The JSON of messages by kind, in the order of their release."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, list[dict[str, Any]]])


def add_what_is_new() -> None:
    """Adds the fullest example of each kind that has no entry, or whose fields no entry has."""
    kept = ever_sent() if FILE.exists() else {}
    for _, message in sorted(EXAMPLES, key=lambda each: -len(msgspec.json.encode(each[1]))):
        fields = msgspec.to_builtins(message)
        released = kept.setdefault(fields["message"], [])
        if all(set(fields) != set(each) for each in released):
            released.append(fields)
    ordered = {kind: kept[kind] for kind in sorted(kept)}
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


if __name__ == "__main__":
    add_what_is_new()
