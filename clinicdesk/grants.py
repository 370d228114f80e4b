"""What the app's own role may do with each table of a server; the server refuses the rest.

The role owns nothing and removes nothing but derived rows; a table that stands in no list it only
reads.
"""

from sqlalchemy import Connection, text

from clinicdesk.guards import APPEND_ONLY

ADDED = (
    *APPEND_ONLY,
    "different_people",
    "procedure_requirement",
    "procedure_type",
)
EDITED = (
    "allergy",
    "booking",
    "chart_facts",
    "condition",
    "contact_person",
    "coverage",
    "day_step",
    "document",
    "evaluation",
    "evaluation_level",
    "hold",
    "intake",
    "intake_answer",
    "lab",
    "medication",
    "mild_case",
    "mrn_counter",
    "occupancy",
    "opening_hours",
    "patient",
    "patient_alert",
    "patient_identifier",
    "patient_merge",
    "patient_name",
    "patient_phone",
    "policy_version",
    "resource",
    "site",
    "staff_member",
    "staff_role",
    "unknown_name",
)
DERIVED = ("patient_block", "patient_word")


def install(connection: Connection, role: str) -> None:
    """Give the role these rights and no others; safe to repeat. As the owner of the database."""
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT INSERT ON {', '.join(ADDED)} TO {role}",
        f"GRANT INSERT, UPDATE ON {', '.join(EDITED)} TO {role}",
        f"GRANT INSERT, DELETE ON {', '.join(DERIVED)} TO {role}",
    ):
        connection.execute(text(statement))
