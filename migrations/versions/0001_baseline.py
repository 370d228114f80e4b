"""The schema of release 0.1.0, and the one person who is always there: the command line.

Written out and never edited: what changes is a later revision (docs/decisions/009-*.md). It leans
on nothing in clinicdesk, whose column types may change.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

release = "0.1.0"
compatible = 1

TABLES = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
NAME, LINE, FOLDED, NOTE, DOCUMENT = 100, 200, 500, 20_000, 2_000_000

Parts = tuple[Any, ...]


def upgrade() -> None:
    TABLES.create_all(op.get_bind())
    columns = map(sa.column, ("login", "name", "failed_tries", "lock_version"))
    console = {"login": "console", "name": "Command line", "failed_tries": 0, "lock_version": 1}
    op.execute(sa.insert(sa.table("staff_member", *columns)).values(**console))


def downgrade() -> None:
    TABLES.drop_all(op.get_bind())


def check(name: str, rule: str, dialect: str | None = None) -> Any:
    return sa.CheckConstraint(rule, name=name).ddl_if(dialect=dialect)


def column(name: str, kind: Any, *more: Any, null: bool = False, **also: Any) -> Any:
    return sa.Column(name, kind, *more, nullable=null, **also)


def whole(name: str, kind: Any, **also: Any) -> Parts:
    rule = f"typeof({name}) IN ('integer', 'null')"
    return column(name, kind, **also), check(f"{name}_whole", rule, "sqlite")


def key(**also: Any) -> Parts:
    return whole("id", ID, primary_key=True, **also)


def number(name: str, **also: Any) -> Parts:
    return whole(name, ID, **also)


def integer(name: str, **also: Any) -> Parts:
    return whole(name, sa.Integer(), **also)


def instant(name: str, **also: Any) -> Parts:
    return whole(name, INSTANT, **also)


def reference(name: str, to: str, **also: Any) -> Any:
    return column(name, ID, sa.ForeignKey(to), **also)


def words(name: str, longest: int, **also: Any) -> Parts:
    kind = sa.String(longest).with_variant(sa.String(longest, collation="C"), "postgresql")
    return (
        column(name, kind, **also),
        check(f"{name}_length", f"length({name}) <= {longest}"),
        check(f"{name}_no_nul", f"instr({name}, char(0)) = 0", "sqlite"),
    )


def choice(name: str, values: str, **also: Any) -> Parts:
    known = ", ".join(map(repr, values.split()))
    return column(name, sa.String(30), **also), check(f"{name}_known", f"{name} IN ({known})")


def flag(name: str, **also: Any) -> Parts:
    return column(name, sa.Boolean(), **also), check(f"{name}_flag", f"{name} IN (0, 1)", "sqlite")


sa.Table(
    "change",
    TABLES,
    *key(autoincrement=False),
    *words("request_id", NAME, unique=True),
    *number("actor_id"),
    *words("db_user", NAME),
    *words("workstation", NAME),
    *instant("at"),
    *words("action", NAME),
    *number("patient_id", null=True, index=True),
    *words("topics", LINE),
    *words("body", DOCUMENT),
    *words("answer", DOCUMENT),
    *words("prev", NAME),
    *words("hash", NAME),
)
sa.Table(
    "mrn_counter",
    TABLES,
    *key(),
    *number("last_serial"),
)
sa.Table(
    "patient",
    TABLES,
    *key(),
    *words("mrn", NAME, unique=True),
    *words("family", NAME),
    *words("given", NAME, null=True),
    *words("middle", NAME, null=True),
    *words("suffix", NAME, null=True),
    *words("preferred", NAME, null=True),
    *words("folded", FOLDED, index=True),
    column("birth_date", sa.Date()),
    *choice("sex", "female male other", null=True),
    column("deceased_on", sa.Date(), null=True),
    *words("street", LINE, null=True),
    *words("city", NAME, null=True),
    *words("state", NAME, null=True),
    *words("postal_code", NAME, null=True),
    *integer("lock_version"),
)
sa.Table(
    "procedure_type",
    TABLES,
    *key(),
    *words("name", NAME),
    *words("usual_minutes", NAME),
    *number("least_minutes"),
    *number("most_minutes"),
    *number("grid_minutes"),
)
sa.Table(
    "schema_version",
    TABLES,
    *key(),
    *number("current"),
    *number("compatible"),
    *words("needs", NAME),
    check("one_row", "id = 1"),
)
sa.Table(
    "site",
    TABLES,
    *key(),
    *words("name", NAME),
    *words("time_zone", NAME),
    *words("phone", NAME),
    *words("after_hours_phone", NAME),
    *words("address", LINE),
    *number("escort_stay_hours"),
    *number("lock_minutes"),
    *integer("lock_version"),
    check("lock_minutes", "lock_minutes BETWEEN 1 AND 15"),
)
sa.Table(
    "staff_member",
    TABLES,
    *key(),
    *words("login", NAME, unique=True),
    *words("name", NAME),
    *words("password_hash", LINE, null=True),
    *words("pin_hash", LINE, null=True),
    *instant("one_time_since", null=True),
    *number("failed_tries"),
    *instant("failed_at", null=True),
    *instant("locked_at", null=True),
    *instant("ended_at", null=True),
    *integer("lock_version"),
)
sa.Table(
    "unknown_name",
    TABLES,
    *key(),
    *words("mark", NAME, unique=True),
    *number("failed_tries"),
    *instant("failed_at", null=True),
)
sa.Table(
    "allergy",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("substance", LINE),
    *words("source", LINE),
    *words("entered_in_error", LINE, null=True),
    sa.UniqueConstraint("patient_id", "source"),
)
sa.Table(
    "chart_facts",
    TABLES,
    reference("patient_id", "patient.id", primary_key=True),
    *choice("allergy_state", "known none_known not_recorded"),
    *choice("takes_thinner", "yes no not_asked"),
)
sa.Table(
    "lab",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *choice("kind", "inr creatinine_clearance"),
    *integer("value"),
    *instant("taken_at"),
    *words("entered_in_error", LINE, null=True),
)
sa.Table(
    "medication",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("name", LINE),
    *words("drug_keys", LINE),
    *words("dose_times", LINE),
    column("started_on", sa.Date(), null=True),
    *words("source", LINE),
    *instant("ended_at", null=True),
    *words("entered_in_error", LINE, null=True),
)
sa.Table(
    "mild_case",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *choice(
        "status",
        "referred intake evaluated approved scheduled checked_in pre_op "
        "in_procedure recovery discharged followed_up closed not_a_candidate "
        "more_work_up postponed cancelled no_show",
    ),
    *instant("opened_at"),
    *integer("lock_version"),
)
sa.Table(
    "opening_hours",
    TABLES,
    *key(),
    reference("site_id", "site.id"),
    *number("weekday"),
    column("opens", sa.Time()),
    column("closes", sa.Time()),
    column("valid_from", sa.Date()),
    column("valid_to", sa.Date(), null=True),
)
sa.Table(
    "patient_identifier",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("system", LINE),
    *words("value", LINE),
    sa.UniqueConstraint("system", "value"),
)
sa.Table(
    "patient_name",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("family", NAME),
    *words("given", NAME, null=True),
    *words("folded", FOLDED, index=True),
)
sa.Table(
    "patient_phone",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("as_typed", NAME),
    *words("digits", NAME, index=True),
    *words("e164", NAME, null=True),
    *choice("kind", "mobile home work other"),
    *flag("may_leave_message"),
)
sa.Table(
    "policy_version",
    TABLES,
    *key(),
    *words("profile", NAME),
    *words("version", NAME),
    *words("text", DOCUMENT),
    *words("sha256", NAME, unique=True),
    reference("signed_by", "staff_member.id", null=True),
    *instant("signed_at", null=True),
)
sa.Table(
    "procedure_requirement",
    TABLES,
    *key(),
    reference("procedure_type_id", "procedure_type.id"),
    *choice("part", "room physician nurse recovery_bay patient"),
    *words("pool", NAME),
    *choice("phase", "during after"),
    *number("before_minutes"),
    *number("after_minutes"),
)
sa.Table(
    "resource",
    TABLES,
    *key(),
    reference("site_id", "site.id"),
    *choice("kind", "room staff device bay patient"),
    *words("pool", NAME),
    *words("name", NAME),
    reference("staff_member_id", "staff_member.id", null=True),
    reference("patient_id", "patient.id", null=True, unique=True),
    *instant("ended_at", null=True),
)
sa.Table(
    "staff_role",
    TABLES,
    *key(),
    reference("staff_member_id", "staff_member.id"),
    *choice("role", "front_desk nurse physician administrator"),
    *instant("ended_at", null=True),
    sa.UniqueConstraint("staff_member_id", "role"),
)
sa.Table(
    "booking",
    TABLES,
    *key(),
    reference("case_id", "mild_case.id", index=True),
    reference("procedure_type_id", "procedure_type.id"),
    *instant("starts_at", index=True),
    *instant("ends_at"),
    *choice("sedation", "none minimal moderate deep general"),
    *choice("state", "booked moved cancelled done"),
    reference("replaces_id", "booking.id", null=True, unique=True),
    *words("reason", LINE, null=True),
    *integer("lock_version"),
    check("ends_after_start", "ends_at > starts_at"),
)
sa.Table(
    "evaluation",
    TABLES,
    *key(),
    reference("case_id", "mild_case.id", index=True),
    reference("author_id", "staff_member.id"),
    *flag("claudication", null=True),
    *choice("modality", "mri ct", null=True),
    column("imaging_date", sa.Date(), null=True),
    *integer("flavum_mm", null=True),
    *words("impression", NOTE),
    *words("exception_reason", NOTE),
    *choice("decision", "candidate more_work_up not_a_candidate"),
    *instant("signed_at", null=True),
    reference("signed_by", "staff_member.id", null=True),
    *integer("lock_version"),
)
sa.Table(
    "hold",
    TABLES,
    *key(),
    reference("case_id", "mild_case.id", index=True),
    reference("policy_version_id", "policy_version.id"),
    *words("drug_key", NAME),
    *words("copied_row", DOCUMENT),
    *choice("indication", "primary_prevention secondary_prevention", null=True),
    *number("interval_value", null=True),
    *choice("interval_unit", "hours_elapsed full_days_off doses_skipped", null=True),
    *instant("opened_at"),
    sa.UniqueConstraint("case_id", "drug_key"),
)
sa.Table(
    "intake",
    TABLES,
    *key(),
    reference("case_id", "mild_case.id", unique=True),
    *words("form_version", NAME),
    reference("acknowledged_by", "staff_member.id", null=True),
    *instant("acknowledged_at", null=True),
    *words("acknowledged_flags", LINE),
    *instant("closed_at", null=True),
    *integer("lock_version"),
)
sa.Table(
    "clearance",
    TABLES,
    *key(),
    reference("hold_id", "hold.id", index=True),
    reference("booking_id", "booking.id"),
    *words("prescriber", NAME),
    *words("method", NAME),
    *words("spoke_with", NAME),
    *choice("decision", "hold continue bridge defer"),
    *instant("decided_at"),
    *instant("cleared_from", null=True),
    *instant("cleared_to", null=True),
    reference("recorded_by", "staff_member.id"),
    *instant("recorded_at"),
)
sa.Table(
    "escort",
    TABLES,
    *key(),
    reference("booking_id", "booking.id", index=True),
    *choice("kind", "responsible_adult ride_alone nobody_yet"),
    *words("name", NAME),
    *words("relationship", NAME),
    *words("phone", NAME),
    *flag("is_adult", null=True),
    *flag("has_agreed", null=True),
    reference("recorded_by", "staff_member.id"),
    *instant("recorded_at"),
)
sa.Table(
    "evaluation_level",
    TABLES,
    *key(),
    reference("evaluation_id", "evaluation.id"),
    *choice("level", "l1_l2 l2_l3 l3_l4 l4_l5 l5_s1"),
    *choice("side", "left right both"),
    sa.UniqueConstraint("evaluation_id", "level"),
)
sa.Table(
    "intake_answer",
    TABLES,
    *key(),
    reference("intake_id", "intake.id"),
    *words("question", NAME),
    *choice("state", "answered not_asked declined unknown"),
    *words("value", NOTE),
    *flag("by_patient"),
    sa.UniqueConstraint("intake_id", "question"),
)
sa.Table(
    "issued_sheet",
    TABLES,
    *key(),
    reference("booking_id", "booking.id", index=True),
    *choice("kind", "pre_op discharge"),
    *words("template_version", NAME),
    *words("renderer", NAME),
    *words("paper_code", NAME, index=True),
    *words("fields", DOCUMENT),
    *words("sha256", NAME),
    reference("issued_by", "staff_member.id"),
    *instant("issued_at"),
)
sa.Table(
    "last_dose",
    TABLES,
    *key(),
    reference("hold_id", "hold.id", index=True),
    reference("booking_id", "booking.id"),
    *instant("taken_at"),
    *words("stated_by", NAME),
    reference("recorded_by", "staff_member.id"),
    *instant("recorded_at"),
)
sa.Table(
    "occupancy",
    TABLES,
    *key(),
    reference("resource_id", "resource.id"),
    reference("booking_id", "booking.id", index=True),
    *choice("part", "room physician nurse recovery_bay patient"),
    *instant("starts_at"),
    *instant("ends_at"),
    *flag("active"),
    check("ends_after_start", "ends_at > starts_at"),
    check("longest", "ends_at - starts_at <= 43200000000", "sqlite"),
    check("longest_", "ends_at - starts_at <= interval '12 hours'", "postgresql"),
    ExcludeConstraint(
        (sa.text("int8range(resource_id, resource_id, '[]')"), "&&"),
        (sa.text("tstzrange(starts_at, ends_at, '[)')"), "&&"),
        where=sa.text("active"),
        name="occupancy_taken_once",
    ).ddl_if(dialect="postgresql"),
    sa.Index("ix_occupancy_resource_start", "resource_id", "starts_at"),
)
sa.Table(
    "procedure_record",
    TABLES,
    *key(),
    reference("booking_id", "booking.id", unique=True),
    *instant("started_at"),
    *instant("ended_at"),
    *choice("sedation", "none minimal moderate deep general"),
    *choice("closure", "stitch glue strips dressing"),
    *flag("hemostasis"),
    reference("recorded_by", "staff_member.id"),
    *instant("recorded_at"),
    reference("discharge_ordered_by", "staff_member.id"),
    *instant("discharge_ordered_at"),
)
sa.Table(
    "restart_order",
    TABLES,
    *key(),
    reference("hold_id", "hold.id", index=True),
    reference("booking_id", "booking.id"),
    *choice("decision", "restart_at when_told stay_off"),
    *instant("restart_at", null=True),
    reference("ordered_by", "staff_member.id"),
    *instant("ordered_at"),
)
sa.Table(
    "level_done",
    TABLES,
    *key(),
    reference("procedure_record_id", "procedure_record.id"),
    *choice("level", "l1_l2 l2_l3 l3_l4 l4_l5 l5_s1"),
    *choice("side", "left right both"),
    sa.UniqueConstraint("procedure_record_id", "level"),
)
sa.Table(
    "sheet_file",
    TABLES,
    reference("issued_sheet_id", "issued_sheet.id", primary_key=True),
    column("pdf", sa.LargeBinary()),
)
