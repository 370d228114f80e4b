"""Words in which `&` marks an Alt key, and data in which it is only itself."""

import re

_MARK = re.compile("&(.?)")


def unmarked(words: str) -> str:
    """The words without the mark of their Alt key: `S&ave` is `Save`, `R&&D` is `R&D`."""
    return _MARK.sub(r"\1", words)


def literal(data: str) -> str:
    """Data as words that mark no Alt key."""
    return data.replace("&", "&&")
