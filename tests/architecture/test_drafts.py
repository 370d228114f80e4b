"""Every form where people type keeps a draft, or says here why it keeps none."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIELDS = (
    "AddressFields BirthDateField CheckField CheckedField ChoiceField ChoicesField ComboField"
    " DateField GenderField InterpreterField LanguageField NameFields NumberField PhoneField"
    " PhonesField SexField TextArea TextField TimeField SearchBox LineEdit QLineEdit"
    " QPlainTextEdit QTextEdit"
).split()

# Fields of a form in a class of their own: the class that keeps the draft of them all.
PART_OF = {
    "AddMedicineForm": "AddForm",
    "AlertForm": "AddForm",
    "PersonForm": "RegisterPanel",
    "ContactFields": "RecordForm",
    "PayerFields": "RecordForm",
    "ReachFields": "RecordForm",
    "NoteForm": "EvaluationPanel",
    "LevelsField": "EvaluationPanel",
    "SlotFields": "BookingPanel",
    "BookingForm": "BookingPanel",
    "CallFields": "BookingPanel",
    "LineField": "BookingPanel",
    "CauseFields": "BookingPanel",
    "LengthField": "BookingPanel",
    "DoneCard": "ProcedurePanel",
    "RestartRow": "ProcedurePanel",
    "MomentField": "HoldForm",
    "TermsForm": "HoldForm",
    "LabForm": "HoldForm",
    "ClearanceForm": "HoldForm",
    "LastDoseForm": "HoldForm",
    "DoseTimesForm": "HoldForm",
    "TextQuestion": "IntakePanel",
    "ChoicesQuestion": "IntakePanel",
    "LinesQuestion": "IntakePanel",
}
A_SECRET = "a password or PIN is never written down"
NOTHING_SAVED = "a search or a way to go: nothing is saved from it"
NO_DRAFT = {
    "SignIn": A_SECRET,
    "SecretForm": A_SECRET,
    "LockWindow": A_SECRET,
    "SignBar": A_SECRET,
    "SignCard": A_SECRET,
    "OrderCard": A_SECRET,
    "CasePicker": NOTHING_SAVED,
    "ColumnsView": "the next list has other columns, and whoever imports looks at each anew",
    "ExportPage": NOTHING_SAVED,
    "Finder": NOTHING_SAVED,
    "GateDialog": "a physician gives the word at once or not at all, with a password",
    "GoToDate": NOTHING_SAVED,
    "MergePage": "whoever merges compares the two records anew",
    "PatientsPage": NOTHING_SAVED,
    "StartView": NOTHING_SAVED,
}


def calls(node: ast.AST) -> set[str]:
    return {
        call.func.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }


def bases(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)}


def forms(code: str) -> dict[str, bool]:
    """The classes that are made of fields, and whether each keeps a draft."""
    classes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ClassDef)]
    fields = {*FIELDS}
    for node in classes:
        if bases(node) & {*fields, "LabelledField"}:
            fields.add(node.name)
    made = {node.name: calls(node) for node in classes if node.name not in fields}
    return {
        name: "FormDraft" in called
        for name, called in made.items()
        if called & {*fields, "FormDraft"}
    }


def all_forms() -> dict[str, bool]:
    files = [file for file in (ROOT / "ui").rglob("*.py") if file.parent.name != "kit"]
    return forms("\n".join(file.read_text(encoding="utf-8") for file in sorted(files)))


def test_every_form_keeps_a_draft():
    found = all_forms()
    drafted = {name for name, has_draft in found.items() if has_draft}

    assert found.keys() - drafted - PART_OF.keys() - NO_DRAFT.keys() == set()
    assert set(PART_OF.values()) <= drafted


def test_every_exception_is_still_one():
    found = all_forms()

    assert {name for name in (*PART_OF, *NO_DRAFT) if found.get(name, True)} == set()


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("class Fee(QWidget):\n    def f(self):\n        self.fee = TextField('Fee')", False),
        ("class Sum(TextField):\n    pass\nclass Fee:\n    field = Sum('Fee')", False),
        ("class Fee(QWidget):\n    a = [FormDraft(0, '', [TextField('Fee')])]", True),
    ],
)
def test_a_form_without_a_draft_is_found(planted: str, found: bool):
    assert forms(planted) == {"Fee": found}
