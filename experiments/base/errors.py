"""What a user did wrong, as opposed to what the program did wrong."""


class InputError(Exception):
    """Refused input. The message is one clear line: what, where, what is allowed."""
