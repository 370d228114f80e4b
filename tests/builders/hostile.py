r"""Text as it arrives on a bad day, made here: by hand where a kind has few cases, else by a seed.

Written with escapes throughout, so that this file can be read in any editor.
"""

import random
import string
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product

_HIDDEN = [*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
_SURROGATES = ["\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800", "a\ud83d", "\ude42b"]
# Nothing to see, and yet letters or parts of letters in somebody's script.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2064"
    "\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffb\ufffc\ufffd\U000e0001\U000e0041\U000e0100"
)
_SPACES = " \u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = ["\n", "\r", "\r\n", "\n\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\t"]
_NO_CHARACTERS = [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0xEFFFF, 0x10FFFE, 0x10FFFF]
_GROWING = ["\u0958", "\ufb2c", "\ufdfa", "\u0390", "\u1f82", "\U0001d160", "\u01c6", "\u0149"]
_PAIRS = ["\u00e9", "\u1ec5", "\u00c5", "\u212b", "\u2126", "\uac00", "\u1e9b\u0323", "\u0344"]
_RIGHT_TO_LEFT = [
    "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df",
    "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
    "Anna \u05db\u05d4\u05df 12-34 (\u05d3)",
    "\u200f\u05d0\u05d1\u200e abc",
    "\u0627\u0644\u0633\u064e\u0651\u0644\u0627\u0645\u064f",
    "\u0710\u0712 \u07d2\u07de \u0800",
]
_PICTURES = [
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f469\U0001f3fd\u200d\U0001f52c",
    "\U0001f1fa\U0001f1f8\U0001f1e6",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "1\ufe0f\u20e3",
    "\u2764\ufe0f\u200d\U0001f525" * 20,
]
_LOOK_ALIKES = [
    "\u0420\u043e\u0455\u0430",
    "R\u043esa",
    "\uff32\uff4f\uff53\uff41",
    "\U0001d411\U0001d428\U0001d42c\U0001d41a",
    "Ro\u017fa",
    "I\u0131\u0130i l1|",
    "\u01c3\u037e\u2044\u2215",
    "O0\u039f\u041e",
    "\u212a\u017f",
    "stra\u00dfe STRA\u1e9eE",
]
_CODE = [
    "'; DROP TABLE patient; --",
    '" OR ""="',
    "') UNION SELECT hash FROM change --",
    "%' ESCAPE '!",
    "100%",
    "a_b%c\\d",
    "\\",
    "\\\\'",
    "$1",
    "$$;SELECT 1;$$",
    ":name",
    "?",
    "%s",
    "%(family)s",
    "%n%x%p",
    "{0}",
    "{family}",
    "{0.__class__.__mro__}",
    "${HOME}",
    "$(reboot)",
    "`id`",
    "; rm -rf ~ #",
    "| more &",
    "&& exit 1",
    "-h",
    "--database=x",
    "@file",
    "~root",
    "NULL",
    "None",
    "nil",
    "true",
    "undefined",
    "__import__('os')",
    "\\x00",
    "\\u202e",
    "%00",
    "&#0;",
]
_MARKUP = [
    "<b>bold</b>",
    "<b>open",
    "</para>",
    "<img src=file:///etc/hosts>",
    '<img src="http://192.0.2.1/x.png">',
    "<img src=//192.0.2.1/share/x.png>",
    "<a href='javascript:x'>press</a>",
    "<script>x()</script>",
    "<para alignment=right>",
    '<font color="[1 for _ in ()]">x</font>',
    "<br/><br/>",
    "<table><tr><td>",
    "<!-- ",
    "<![CDATA[",
    "&amp;lt;",
    "&nbsp;&copy;",
    "&",
    "<",
    ">",
    "a<b and b>c",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hosts'>]>",
    "# heading",
    "**bold** _it_",
    "[press](file:///)",
    "<svg onload=x>",
    "<qt>x",
]
_SHEET_CELLS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://192.0.2.1")',
    'a,"b',
    '""',
    "a;b",
    "'=1",
]
_PATHS = [
    "../../etc/hosts",
    "..\\..\\x",
    "C:\\nul",
    "CON",
    "aux.txt",
    "/dev/zero",
    "file:///",
    "a/b",
    ".",
    "..",
    "~",
    "//server/share",
    "x" * 90 + ".pdf",
]
_BREAKERS = [
    '{"a": 1}',
    "[" * 90,
    '"}, {"table": "change"',
    "]]",
    "'''",
    '"""',
    "a = 1\n[b]",
    "[[x]]",
    "\\ud800",
    '\\"',
    "null",
    '["a", "b"]',
    "--- !x",
    "{}",
    '{"sha256": "0"}',
]
_NUMBERS = [
    "0",
    "-0",
    "1e309",
    "1E400",
    "Infinity",
    "-inf",
    "NaN",
    "0x10",
    "1_000",
    "1,000.5",
    "\u0661\u0662\u0663",
    "\uff11\uff12\uff13",
    "\u00b2\u00b3",
    "\u2160\u2161",
    "\u00bd",
    "9" * 99,
    "0" * 99,
    "+1 (707) 555-0100 x9",
    "-",
    "1.7976931348623157e308",
    "2147483648",
    "9223372036854775808",
]
_DATES = [
    "2027-02-29",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "02/30/1950",
    "1/1/50",
    "2027-01-12T25:61:61Z",
    "2027-W53-7",
    "noon",
    "12:00 AM",
    "24:00",
    "\u0662\u0660\u0662\u0667-\u0660\u0661-\u0660\u0661",
]
_LENGTHS = (99, 100, 101, 200, 201, 500, 501, 9_000, 9_001, 20_000, 20_001)
ENOUGH = 560


def hostile_texts(seed: int) -> list[str]:
    """At least 500 different texts; the kinds stand in it side by side, in the seed's order."""
    chance = random.Random(seed)
    texts = list(dict.fromkeys([*_listed(), *_made(chance)]))
    while len(texts) < ENOUGH:
        texts = list(dict.fromkeys([*texts, _mixture(chance, texts)]))
    chance.shuffle(texts)
    return texts


def _listed() -> Iterator[str]:
    for code in _HIDDEN:
        yield f"Ann{chr(code)}Lee"
    yield from (f"Ann{one}" for one in _SURROGATES)
    yield from (f"An{one}na" for one in _UNSEEN)
    yield from (place.format(end) for place, end in product(("{}x", "x{}", "x{}y"), _LINE_ENDS))
    yield from ("", *_SPACES, _SPACES, _SPACES * 9, "\u200b", "\ufeff", "\u2800")
    yield from (f"a{chr(code)}b" for code in _NO_CHARACTERS)
    yield from (letter * times for letter, times in product(_GROWING, (1, 34, 100)))
    yield from (chr(0xE000), chr(0xF8FF), chr(0xF0000), chr(0x10FFFD))
    for kind in (_RIGHT_TO_LEFT, _PICTURES, _LOOK_ALIKES, _CODE, _MARKUP, _SHEET_CELLS):
        yield from kind
    for kind in (_PATHS, _BREAKERS, _NUMBERS, _DATES):
        yield from kind
    yield from (letter * length for letter, length in product("x\u00e9", _LENGTHS))


def _made(chance: random.Random) -> Iterator[str]:
    yield from (form for pair in _PAIRS for form in _both_forms(pair))
    yield from (_flood(chance, marks) for marks in (1, 5, 20, 60, 98, 99, 150, 400))
    yield from (_of_plane(chance, plane) for plane in range(17) for _ in range(3))


def _both_forms(letters: str) -> Iterator[str]:
    """The letters whole and taken apart, at the length where one of them no longer fits."""
    for form in ("NFC", "NFD", "NFKD"):
        yield unicodedata.normalize(form, letters)
        yield unicodedata.normalize(form, letters * 70)


def _flood(chance: random.Random, marks: int) -> str:
    """A letter under so many marks that they run over the lines around it."""
    return "Z" + "".join(chr(chance.randrange(0x300, 0x370)) for _ in range(marks)) + "oe"


def _of_plane(chance: random.Random, plane: int) -> str:
    codes = (chance.randrange(0x10000) + plane * 0x10000 for _ in range(8))
    return "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)


def _mixture(chance: random.Random, texts: Sequence[str]) -> str:
    short = [text for text in texts if len(text) < 30]
    parts = [*chance.choices(short, k=3), *chance.choices(string.printable, k=4)]
    chance.shuffle(parts)
    return "".join(parts)
