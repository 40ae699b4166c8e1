"""The tables in memory, as the tests of the store have them."""

from tests.storage.conftest import db

__all__ = ["db"]
