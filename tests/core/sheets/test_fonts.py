"""The bundled Inter: whole, licensed, alike in all weights, and clear about l, I and 1."""

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from clinicdesk import paths

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
FACES = {
    weight: TTFontFile(str(paths.resources() / "fonts" / f"Inter-{weight}.ttf"))
    for weight in WEIGHTS
}
NAMES = (
    "ÁÀÂÄÃÅĄĀĂÆÇĆČĐÉÈÊËĘĒĖĚĞÍÎÏİĪŁĽÑŃŇÓÔÖÕØŐŒŘŚŠŞȘßŤȚÚÜŮŰŪÝŹŻŽÞÐ"
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơưđ"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώς"
    "ƁƊƐƏƆɓɗɛəɔŋɲ"
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЇҐЂЋЌЎҚҢӘӨ"
    "'’‘ʻʼ-–—.,;:!?()/%&+°•→←↑↓№½\u0300\u0301\u0302\u0303\u0308\u0309\u0323"
)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_draws_every_letter_of_the_scripts_it_promises(weight: str) -> None:
    missing = [letter for letter in NAMES if not FACES[weight].charToGlyph.get(ord(letter))]
    assert missing == []


def test_all_weights_draw_the_same_characters() -> None:
    assert len({frozenset(face.charToGlyph) for face in FACES.values()}) == 1


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_file_is_small_and_names_itself(weight: str) -> None:
    path = paths.resources() / "fonts" / f"Inter-{weight}.ttf"
    assert path.stat().st_size < 150_000
    assert FACES[weight].name == f"Inter-{weight}".encode()


def test_the_licence_travels_with_the_fonts() -> None:
    licence = (paths.resources() / "licenses" / "Inter-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Inter Project Authors" in licence
