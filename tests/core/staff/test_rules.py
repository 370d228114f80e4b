"""Passwords, with NIST SP 800-63B-4's lengths on both sides of the boundary."""

import pytest

from clinicdesk.staff.rules import Role, password_objections

LOGIN = "rosa.martinez.frontdesk"
SENTENCE = " ".join(f"my {n} hens lay {n * 7} eggs" for n in range(1, 20))


def test_role_values_are_the_permission_tables_words() -> None:
    assert {*Role} == {"front_desk", "nurse", "physician", "administrator"}


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("", ["staff.password_too_short"]),
        ("a" * 14, ["staff.password_too_short"]),
        ("river walk hill", []),
        (SENTENCE[:64], []),
        (SENTENCE[:256], []),
        (SENTENCE[:257], ["staff.password_too_long"]),
        ("correct horse battery", []),
        ("e\u0301" * 14, ["staff.password_too_short"]),
        ("山田太郎は毎朝川沿いをゆっくり歩く", []),
        (LOGIN, ["staff.password_is_login"]),
        (f" {LOGIN.upper()} ", ["staff.password_is_login"]),
        (f"{LOGIN}1", ["staff.password_guessable"]),
        (f"{LOGIN} eats plums", []),
    ],
)
def test_password(password: str, codes: list[str]) -> None:
    assert [reason.code for reason in password_objections(password, LOGIN)] == codes


def test_a_short_login_as_password_is_told_both_faults() -> None:
    reasons = password_objections("rosa", "rosa")
    assert [reason.code for reason in reasons] == [
        "staff.password_too_short",
        "staff.password_is_login",
    ]
    assert reasons[0].facts == {"shortest": 15, "missing": 11}
