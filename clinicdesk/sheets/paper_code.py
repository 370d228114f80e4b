"""The code at the foot of a sheet, short enough to be read out on the phone."""

from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_BITS, _LENGTH = 5, 9


def paper_code(canonical_inputs: str) -> str:
    """`XXX-XXX-XXX-C`: 45 bits of the inputs' SHA-256 and a check character."""
    digest = sha256(canonical_inputs.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest) >> (256 - _BITS * _LENGTH)
    shifts = range(_BITS * (_LENGTH - 1), -1, -_BITS)
    body = "".join(ALPHABET[number >> shift & 31] for shift in shifts)
    return f"{body[:3]}-{body[3:6]}-{body[6:]}-{check_character(body)}"


def check_character(body: str) -> str:
    """Luhn mod 32: one wrong character, or almost any two swapped neighbours, changes it."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
