"""What text may be stored: the bottom layer under every name, note and answer."""

import re
import unicodedata

from clinicdesk.errors import Fact, Reason

# Control characters, surrogates, line and paragraph separators, and the embeddings, overrides
# and isolates that make text read in another order than it is stored.
_HIDDEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069"
_NOT_IN_LINES = re.compile(rf"[{_HIDDEN}]")
_NOT_IN_A_LINE = re.compile(rf"[{_HIDDEN}\t\n]")


def clean(text: str) -> str:
    r"""The text as it is stored: outer space trimmed, line ends as "\n", Unicode form NFC."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines.strip())


def on_one_line(name: str) -> str:
    """The name of a file or folder, with whatever cannot be shown replaced."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)


def with_hidden_shown(text: str) -> str:
    """The text with a sign for every character that could hide or reorder other text."""
    return text if text.isascii() and text.isprintable() else _NOT_IN_LINES.sub("\ufffd", text)


def text_objections(
    field: str, text: str, max_length: int, *, multiline: bool = False
) -> list[Reason]:
    """Why the text cannot be stored; empty when it can.

    `field` is the label on the screen. `max_length` counts characters of the NFC form, which is
    what the database holds. Only `multiline` text may contain line breaks and tabs.
    """
    reasons = []
    length = len(unicodedata.normalize("NFC", text))
    if length > max_length:
        over = length - max_length
        reasons.append(Reason("text.too_long", {"field": field, "limit": max_length, "over": over}))
    hidden = (_NOT_IN_LINES if multiline else _NOT_IN_A_LINE).search(text)
    if hidden:
        character, at = f"U+{ord(hidden[0]):04X}", hidden.start() + 1
        facts: dict[str, Fact] = {"field": field, "character": character, "at": at}
        reasons.append(Reason("text.hidden_character", facts))
    return reasons
