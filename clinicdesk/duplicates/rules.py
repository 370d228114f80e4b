"""How what two records say is put together: what nobody knows is never a "no"."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.record.rules import AllergyState, ThinnerAnswer


@dataclass(frozen=True)
class Field:
    """What of a person goes over as one: its key, its words, and the columns of `patient`."""

    key: str
    label: str
    columns: tuple[str, ...]

    def is_recorded(self, values: Mapping[str, object]) -> bool:
        """Whether something is known; "no interpreter" is, and not having died is the usual."""
        if "has_died" in self.columns:
            return bool(values["has_died"])
        return any(values[column] is not None for column in self.columns)


FIELDS = (
    Field("family", "Family name", ("family",)),
    Field("given", "Given name", ("given",)),
    Field("middle", "Middle name", ("middle",)),
    Field("suffix", "Suffix", ("suffix",)),
    Field("preferred", "Preferred name", ("preferred",)),
    Field("birth_date", "Birth date", ("birth_date",)),
    Field("sex", "Sex", ("sex",)),
    Field("gender", "Gender", ("gender",)),
    Field("death", "Died", ("has_died", "deceased_on")),
    Field("address", "Address", ("street", "city", "state", "postal_code")),
    Field("email", "Email", ("email",)),
    Field("language", "Language", ("language",)),
    Field("needs_interpreter", "Needs an interpreter", ("needs_interpreter",)),
    Field("preferred_contact", "Wants to be reached by", ("preferred_contact",)),
)
BY_KEY = {field.key: field for field in FIELDS}


def joined_allergies(one: AllergyState, other: AllergyState) -> AllergyState:
    """A known allergy counts whoever wrote it down; none is known only where both records say so.

    | | known | none known | not recorded |
    |---|---|---|---|
    | known | known | known | known |
    | none known | known | none known | not recorded |
    | not recorded | known | not recorded | not recorded |
    """
    if AllergyState.KNOWN in (one, other):
        return AllergyState.KNOWN
    return one if one is other else AllergyState.NOT_RECORDED


def joined_thinner(one: ThinnerAnswer, other: ThinnerAnswer) -> ThinnerAnswer:
    """One yes is a yes; "no" stands only where both records say so (RULE-02)."""
    if ThinnerAnswer.YES in (one, other):
        return ThinnerAnswer.YES
    return one if one is other else ThinnerAnswer.NOT_ASKED
