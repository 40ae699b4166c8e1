"""The commands of `python -m bot`, one a file."""


class CommandError(Exception):
    """What was asked for cannot be done; the text says why."""
