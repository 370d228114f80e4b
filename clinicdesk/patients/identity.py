"""Who a patient is said to be, as it can be put right. Pure."""

from dataclasses import asdict, dataclass
from datetime import date

from clinicdesk.patients.rules import PersonName, Sex
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a correction can change; "" and None stand for not recorded."""

    name: PersonName
    birth_date: date
    sex: Sex | None = None
    gender: str = ""

    @property
    def fields(self) -> dict[str, object]:
        """The parts under the names of their columns, as two people's edits are compared."""
        rest = {"birth_date": self.birth_date, "sex": self.sex, "gender": self.gender}
        return {**asdict(self.name), **rest}


def cleaned(identity: Identity) -> Identity:
    """As it is stored."""
    parts = {part: clean(text) for part, text in asdict(identity.name).items()}
    return Identity(
        name=PersonName(**parts),
        birth_date=identity.birth_date,
        sex=identity.sex,
        gender=clean(identity.gender),
    )


def is_renamed(before: PersonName, after: PersonName) -> bool:
    """Whether somebody looked for by the name before may not be found by the name after."""
    return (before.family, before.given) != (after.family, after.given)
