"""What waits for somebody who signs in, in words: the forms, and of a single one the patient."""

from collections.abc import Callable, Sequence
from typing import Any

from clinicdesk.drafts import Place
from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.scheduling.queries import BookingFacts, booking
from ui.kit.privacy import shown_name
from ui.session import Session

FORMS = {
    "contacts.add_alert": "Add alert",
    "contacts.add_contact": "Add person of the patient's",
    "contacts.change_reach": "Contact details",
    "contacts.end_alert": "End alert",
    "contacts.record_contact": "Person of the patient's",
    "contacts.record_payer": "Coverage",
    "documents.attach_document": "Attach a document",
    "documents.strike_document": "Strike out a document",
    "evaluations.sign_evaluation": "Evaluation",
    "intake.save_intake": "Intake",
    "patients.correct_patient": "Name and birth date",
    "patients.register": "New patient",
    "procedure_day.record_procedure": "Procedure",
    "readiness.name_escort": "Driver",
    "record.add_medicine": "Add medicine",
    "record.strike_allergy": "Strike out an allergy",
    "record.strike_condition": "Strike out a condition",
    "record.strike_medicine": "Strike out a medicine",
    "scheduling.add_person": "Add a person",
    "scheduling.book_slot": "Book procedure",
    "scheduling.cancel_booking": "Cancel procedure",
    "scheduling.change_person": "Change a person",
    "scheduling.move_booking": "Move procedure",
    "staff.set_lock_minutes": "Lock",
}
OTHER = "Another form"
_OF_PATIENT = (
    "contacts.add_alert",
    "contacts.add_contact",
    "contacts.change_reach",
    "contacts.record_payer",
    "documents.attach_document",
    "intake.save_intake",
    "patients.correct_patient",
    "record.add_medicine",
)
_OF_BOOKING = (
    "procedure_day.",
    "readiness.",
    "scheduling.cancel_booking",
    "scheduling.move_booking",
    "holds.",
)


def tell_unfinished(session: Session, tell: Callable[[str], object]) -> None:
    """Say which forms hold what this person typed and did not save, if any do."""
    places = [draft.place for draft in session.drafts.unfinished]
    query = _about(places[0]) if len(places) == 1 else None

    def name(found: PatientFacts | BookingFacts) -> None:
        facts = found.patient if isinstance(found, BookingFacts) else found
        tell(_said(places, f" of {shown_name(facts.name)}"))

    def leave_out(_: object) -> None:
        tell(_said(places))

    if query:
        asked = (session.drafts, query, places[0].record_id)
        session.background.read(*asked, then=name, refused=leave_out)
    elif places:
        leave_out(None)


def form_name(place: Place) -> str:
    """What the form of a draft is called on screen; one about a held drug says so in its place."""
    feature, _, rest = place.form.partition(".")
    return rest.rpartition(".")[0] if feature == "holds" else FORMS.get(place.form, OTHER)


def _about(place: Place) -> Callable[..., Any] | None:
    """What answers whose record the draft is about, where its id is one of theirs."""
    if place.form.startswith(_OF_PATIENT):
        return patient
    return booking if place.form.startswith(_OF_BOOKING) else None


def _said(places: Sequence[Place], whose: str = "") -> str:
    names = ", ".join(dict.fromkeys(map(form_name, places)))
    if len(places) == 1:
        return sentence(Reason("drafts.unfinished", {"form": f"{names}{whose}"}))
    return sentence(Reason("drafts.unfinished_forms", {"count": len(places), "forms": names}))
