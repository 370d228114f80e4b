"""Who a patient is: names, search forms, the clinic's record number, age and phones."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.errors import Reason, Refused
from clinicdesk.text import text_objections

LONGEST_NAME_PART, LONGEST_FOLDED = 100, 500
PHONE_DIGITS = 10
OLDEST = 130
LAST_MRN_SERIAL = 999_999


class Sex(StrEnum):
    """As recorded; None where a sex is expected means not recorded."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class PhoneKind(StrEnum):
    """Where a phone rings."""

    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    OTHER = "other"


class ContactWay(StrEnum):
    """How a patient wants to be reached; None where one is expected means not recorded."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class PayerKind(StrEnum):
    """Who pays. Medicare covers MILD only within a study (RULE-14; NCD 150.13)."""

    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    COMMERCIAL = "commercial"
    WORKERS_COMPENSATION = "workers_compensation"
    SELF_PAY = "self_pay"
    OTHER = "other"


class WordPart(StrEnum):
    """What a searched word is a part of."""

    FAMILY = "family"
    GIVEN = "given"
    MIDDLE = "middle"
    PREFERRED = "preferred"
    FORMER = "former"
    MRN = "mrn"
    BORN = "born"
    PHONE = "phone"
    PHONE_END = "phone_end"
    IDENTIFIER = "identifier"


@dataclass(frozen=True)
class PersonName:
    """A name as its owner writes it; only the family name is required, "" stands for no part."""

    family: str
    given: str = ""
    middle: str = ""
    suffix: str = ""
    preferred: str = ""

    @property
    def on_screen(self) -> str:
        """`MARTINEZ, Rosa`, with a suffix `MARTINEZ, Rosa Jr.`; upper case is display only."""
        rest = _joined(self.given, self.suffix)
        return f"{self.family.upper()}, {rest}" if rest else self.family.upper()

    @property
    def in_full(self) -> str:
        """`Rosa María Martinez Jr.`: every letter as stored, for paper."""
        return _joined(self.given, self.middle, self.family, self.suffix)


def name_objections(name: PersonName) -> list[Reason]:
    """Why the name cannot be stored: no family name, or a part that is no storable text.

    Signs that stand for many letters can make a short name too long for its search form.
    """
    reasons = [] if name.family.strip() else [Reason("patients.family_missing")]
    for label, part in (
        ("Family name", name.family),
        ("Given name", name.given),
        ("Middle name", name.middle),
        ("Suffix", name.suffix),
        ("Preferred name", name.preferred),
    ):
        reasons += text_objections(label, part, LONGEST_NAME_PART)
    return reasons or text_objections("Name", folded_name(name.family, name.given), LONGEST_FOLDED)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_UNHEARD = dict.fromkeys(map(ord, "'’‘ʼʻ`´′."))
_PAUSES = dict.fromkeys(map(ord, "-‐‑‒–—―−,"), " ")
_SIGNS = _UNHEARD | _PAUSES
# Letters that Unicode does not take apart, as a US keyboard spells them.
_SPELLED = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """The search form: `O'Brien` -> `obrien`, `García-Łoś` -> `garcia los`.

    Case, accents, apostrophes and full stops do not count; hyphens, commas and spaces are one
    space. Folding twice changes nothing more.
    """
    spaced = text.translate(_SIGNS)
    if spaced.isascii():  # the same sooner: most names, and every key of a search
        return " ".join(spaced.lower().split())
    # Taking letters apart can bring capitals to light and the other way round.
    letters = _apart(_apart(spaced).casefold()).casefold()
    plain = "".join(letter for letter in letters if not _is_mark(letter))
    return " ".join(plain.translate(_SPELLED | _SIGNS).split())


def folded_name(family: str, given: str | None) -> str:
    """How a name is found and ordered: "garcia marquez, maria"."""
    return f"{fold(family)}, {fold(given or '')}"


def _apart(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) == "Cf"


def mrn(serial: int) -> str:
    """The clinic's record number: six digits of the serial (1 to 999,999) and a Luhn digit.

    Raises Refused when the numbers are used up.
    """
    if not 1 <= serial <= LAST_MRN_SERIAL:
        raise Refused(Reason("patients.numbers_used_up", {"last": LAST_MRN_SERIAL}))
    payload = f"{serial:06d}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in payload[1::2])
    single = sum(map(int, payload[::2]))
    return f"{payload}{-(doubled + single) % 10}"


def shown_mrn(number: str) -> str:
    """`1029813` -> `102-9813`."""
    return f"{number[:3]}-{number[3:]}"


def age_on(birth: date, day: date) -> int:
    """Full years on `day`; who was born on Feb 29 turns a year older on Mar 1 of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birth_objections(birth: date, today: date) -> list[Reason]:
    """Why the birth date cannot be right: it has not come yet, or nobody ever grew so old."""
    if birth > today:
        return [Reason("patients.born_in_future", {"birth": birth})]
    if age_on(birth, today) > OLDEST:
        return [Reason("patients.born_too_long_ago", {"birth": birth, "oldest": OLDEST})]
    return []


def death_objections(died: date | None, birth: date, today: date) -> list[Reason]:
    """Why the day of a death cannot be right: before the birth, or not come yet."""
    if died is None or birth <= died <= today:
        return []
    return [Reason("patients.died_out_of_life", {"died": died})]


@dataclass(frozen=True)
class Phone:
    """A phone number: as typed, never changed, and what could be made of it."""

    as_typed: str
    digits: str
    """Every digit typed, in order, as 0-9; for search."""
    e164: str | None
    """`+17075550138`, or None when no possible number was recognised."""
    shown: str
    """`(707) 555-0138`, or as typed."""


def digits_in(text: str) -> str:
    """Every digit of any script, in order, as 0-9."""
    if text.isascii():
        return "".join(filter(str.isdecimal, text))
    return "".join(str(int(character)) for character in text if character.isdecimal())


def read_phone(text: str, region: str = "US") -> Phone | None:
    """Read a phone number; possible is enough, it need not be in service. None without a digit.

    What cannot be read whole ("daughter 707-555-0138") is shown as typed.
    """
    digits = digits_in(text)
    if not digits:
        return None
    e164, formatted = _recognised(text, digits, region)
    return Phone(as_typed=text, digits=digits, e164=e164, shown=formatted or text)


def shown_phone(typed: str) -> str:
    """`(707) 555-0138`, or as typed."""
    read = read_phone(typed)
    return read.shown if read else typed.strip()


@dataclass(frozen=True, kw_only=True)
class NewPhone:
    """A phone number as somebody typed it; one of several may be the preferred one."""

    typed: str
    kind: PhoneKind = PhoneKind.OTHER
    may_leave_message: bool = False
    preferred: bool = False


def phone_objections(typed: str) -> list[Reason]:
    """Why a number typed in a form is too short to be dialled; longer ones are kept as typed."""
    read = read_phone(typed)
    missing = PHONE_DIGITS - len(digits_in(typed))
    if not typed.strip() or (read and read.e164) or missing <= 0:
        return []
    return [Reason("patients.phone_short", {"missing": missing})]


def email_objections(typed: str) -> list[Reason]:
    """Why a letter could not be addressed to this: forgiving, because only a letter proves it."""
    if not typed.strip() or re.fullmatch(r"[^@\s]+@[^@\s]+", typed.strip()):
        return []
    return [Reason("patients.email_unread")]


def postal_code_objections(typed: str) -> list[Reason]:
    """Why a ZIP code of digits alone is no whole one; codes of other countries have letters."""
    digits = digits_in(typed)
    if re.search(r"[^\d\s-]", typed) or len(digits) in (0, 5, 9):
        return []
    return [Reason("patients.postal_code_digits", {"typed": len(digits)})]


_EXTENSION_WORDS = {"x", "ext", "extension"}


def _recognised(text: str, digits: str, region: str) -> tuple[str | None, str | None]:
    """E.164 and the text to show, each None when there is none."""
    import phonenumbers  # noqa: PLC0415 - 40 ms at start-up for a form opened later

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None, None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None, None
    form = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    shown = phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)
    local = phonenumbers.national_significant_number(number) + (number.extension or "")
    words = {*re.findall(r"[^\W\d_]+", text.casefold())}
    clearer = digits.endswith(local) and words <= _EXTENSION_WORDS and not shown.isdecimal()
    return phonenumbers.format_number(number, form.E164), shown if clearer else None
