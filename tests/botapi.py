"""Requests held against the published Bot API, where its machine-readable form lies beside the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from bot.sandbox.fields import Upload

FILE = Path(__file__).parents[2] / "shared" / "botapi" / "api-10.0.json"
ARRAY = "Array of "


class Field(msgspec.Struct):
    """A parameter or a part of an object; `types` are the types it may have."""

    name: str
    types: list[str]
    required: bool


class Shape(msgspec.Struct):
    """A method or an object. One with `subtypes` is one of them."""

    name: str
    fields: list[Field] = []
    subtypes: list[str] = []


class Api(msgspec.Struct):
    methods: dict[str, Shape]
    types: dict[str, Shape]

    def faults(self, method: str, params: dict[str, Any]) -> list[str]:
        """What is wrong with a request, one line each, with the place in it."""
        shape = self.methods.get(method)
        return self._parts(shape, params, method) if shape else [f"{method}: no such method"]

    def _parts(self, shape: Shape, given: dict[str, Any], where: str) -> list[str]:
        known = {field.name: field for field in shape.fields}
        found = [f"{where}.{name}: no such field" for name in given if name not in known]
        for name, field in known.items():
            if name in given:
                found += self._one_of(field.types, given[name], f"{where}.{name}")
            elif field.required:
                found.append(f"{where}.{name}: missing")
        return found

    def _one_of(self, types: list[str], value: Any, where: str) -> list[str]:
        """The faults by the type that fits best."""
        return min((self._value(each, value, where) for each in types), key=len)

    def _value(self, kind: str, value: Any, where: str) -> list[str]:
        # Where a string was `attach://name`, the stand-in has put the file itself.
        texts = str | Upload
        plain = {"Integer": int, "String": texts, "Boolean": bool, "Float": int | float, "InputFile": Upload}
        if kind in plain:
            fits = isinstance(value, plain[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{where}: not {kind}"]
        if kind.startswith(ARRAY):
            if not isinstance(value, list):
                return [f"{where}: not {kind}"]
            inner = kind.removeprefix(ARRAY)
            return [
                fault for i, each in enumerate(value) for fault in self._value(inner, each, f"{where}[{i}]")
            ]
        shape = self.types[kind]
        if shape.subtypes:
            return self._one_of(shape.subtypes, value, where)
        return self._parts(shape, value, where) if isinstance(value, dict) else [f"{where}: not {kind}"]


def published(file: Path = FILE) -> Api | None:
    """The Bot API as published; None where the file is not there."""
    return msgspec.json.decode(file.read_bytes(), type=Api) if file.exists() else None
