"""The languages that a patient may prefer, as resources/text/en/languages.toml lists them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from clinicdesk import paths


@cache
def languages() -> Mapping[str, str]:
    """English names by BCP 47 code ("es": "Spanish"), in the order in which they are offered."""
    source = paths.resources() / "text" / "en" / "languages.toml"
    return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))


def language_name(code: str) -> str:
    """The language in English; a code that came from elsewhere stands for itself."""
    return languages().get(code, code)
