"""Finding, joining and reaching patients; who speaks for them, who pays, their papers.

Programs of before keep no words of a patient to find them by, so they may not write any more.
`patient_word` and `patient_block` are filled by the program after the upgrade.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

release = "0.2.0"
compatible = 2

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
NAME, LINE, DOCUMENT = 100, 200, 2_000_000

Parts = tuple[Any, ...]


def upgrade() -> None:
    for table, added in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for part in added:
                if isinstance(part, sa.Column):
                    batch.add_column(part)
                elif part.info["dialect"] in {None, op.get_bind().dialect.name}:
                    batch.create_check_constraint(named(table, part), part.sqltext)
            if table == "patient":
                batch.create_foreign_key(op.f(JOINED), "patient", ["merged_into_id"], ["id"])
    op.execute("UPDATE patient SET has_died = true WHERE deceased_on IS NOT NULL")
    some = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_patient_merged_into_id",
        "patient",
        ["merged_into_id"],
        sqlite_where=some,
        postgresql_where=some,
    )
    TABLES.create_all(op.get_bind(), MADE)


def downgrade() -> None:
    TABLES.drop_all(op.get_bind(), MADE)
    op.drop_index("ix_patient_merged_into_id", "patient")
    for table, added in ADDED.items():
        with op.batch_alter_table(table) as batch:
            if table == "patient":
                batch.drop_constraint(op.f(JOINED), type_="foreignkey")
            for part in reversed(added):
                if isinstance(part, sa.Column):
                    batch.drop_column(part.name)
                elif part.info["dialect"] in {None, op.get_bind().dialect.name}:
                    batch.drop_constraint(named(table, part), type_="check")


def named(table: str, rule: Any) -> str:
    return op.f(f"ck_{table}_{rule.name}")


def check(name: str, rule: str, dialect: str | None = None) -> Any:
    return sa.CheckConstraint(rule, name=name, info={"dialect": dialect}).ddl_if(dialect=dialect)


def column(name: str, kind: Any, *more: Any, null: bool = False, **also: Any) -> Any:
    return sa.Column(name, kind, *more, nullable=null, **also)


def whole(name: str, kind: Any, **also: Any) -> Parts:
    rule = f"typeof({name}) IN ('integer', 'null')"
    return column(name, kind, **also), check(f"{name}_whole", rule, "sqlite")


def key() -> Parts:
    return whole("id", ID, primary_key=True)


def number(name: str, **also: Any) -> Parts:
    return whole(name, ID, **also)


def integer(name: str, **also: Any) -> Parts:
    return whole(name, sa.Integer(), **also)


def instant(name: str, **also: Any) -> Parts:
    return whole(name, INSTANT, **also)


def reference(name: str, to: str, **also: Any) -> Any:
    return column(name, ID, sa.ForeignKey(to), **also)


def text(longest: int) -> Any:
    return sa.String(longest).with_variant(sa.String(longest, collation="C"), "postgresql")


def words(name: str, longest: int, **also: Any) -> Parts:
    return (
        column(name, text(longest), **also),
        check(f"{name}_length", f"length({name}) <= {longest}"),
        check(f"{name}_no_nul", f"instr({name}, char(0)) = 0", "sqlite"),
    )


def choice(name: str, values: str, **also: Any) -> Parts:
    known = ", ".join(map(repr, values.split()))
    return column(name, sa.String(30), **also), check(f"{name}_known", f"{name} IN ({known})")


def flag(name: str, **also: Any) -> Parts:
    return column(name, sa.Boolean(), **also), check(f"{name}_flag", f"{name} IN (0, 1)", "sqlite")


JOINED = "fk_patient_merged_into_id_patient"
ADDED = {
    "patient": (
        *words("gender", NAME, null=True),
        *flag("has_died", server_default=sa.false()),
        *words("email", LINE, null=True),
        *words("language", NAME, null=True),
        *flag("needs_interpreter", null=True),
        *choice("preferred_contact", "call text email letter", null=True),
        column("merged_into_id", ID, null=True),
    ),
    "patient_phone": (
        *flag("preferred", server_default=sa.false()),
        *instant("ended_at", null=True),
    ),
}

# Of 0001; only to be referred to.
sa.Table("patient", TABLES, *key())
sa.Table("staff_member", TABLES, *key())
OLD = {*TABLES.tables}

sa.Table(
    "patient_word",
    TABLES,
    *words("word", NAME, primary_key=True),
    *choice(
        "part",
        "family given middle preferred former mrn born phone phone_end identifier",
        primary_key=True,
    ),
    reference("patient_id", "patient.id", primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)
sa.Table(
    "patient_block",
    TABLES,
    *words("block", NAME, primary_key=True),
    reference("patient_id", "patient.id", primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)
sa.Table(
    "patient_merge",
    TABLES,
    *key(),
    reference("kept_id", "patient.id", index=True),
    reference("merged_id", "patient.id", index=True),
    *words("moved", DOCUMENT),
    *instant("merged_at"),
    *instant("undone_at", null=True),
)
sa.Table(
    "different_people",
    TABLES,
    *key(),
    reference("first_id", "patient.id"),
    reference("second_id", "patient.id", index=True),
    *instant("said_at"),
    sa.UniqueConstraint("first_id", "second_id"),
    sa.CheckConstraint("first_id < second_id", name="in_order"),
)
sa.Table(
    "contact_person",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("name", LINE),
    *words("relation", NAME),
    *words("phone", NAME),
    *flag("is_emergency"),
    *flag("is_representative"),
    *flag("may_be_told"),
    *instant("ended_at", null=True),
    *integer("lock_version"),
)
sa.Table(
    "coverage",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *choice(
        "payer_kind",
        "medicare medicare_advantage medicaid commercial workers_compensation self_pay other",
    ),
    *words("payer", LINE),
    *words("member_number", NAME),
    *words("study", NAME),
    *words("trial_number", NAME),
    column("enrolled_on", sa.Date(), null=True),
    *instant("ended_at", null=True),
    *integer("lock_version"),
)
sa.Table(
    "patient_alert",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("words", LINE),
    *flag("at_booking"),
    *instant("ended_at", null=True),
    *words("ended_because", LINE, null=True),
    *integer("lock_version"),
)
sa.Table(
    "condition",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("name", LINE),
    *words("code", LINE),
    column("began_on", sa.Date(), null=True),
    column("resolved_on", sa.Date(), null=True),
    *words("source", LINE),
    *words("entered_in_error", LINE, null=True),
    sa.UniqueConstraint("patient_id", "source"),
)
sa.Table(
    "document",
    TABLES,
    *key(),
    reference("patient_id", "patient.id", index=True),
    *words("title", LINE),
    *choice("kind", "referral imaging consent clearance insurance other"),
    *choice("media_type", "pdf jpeg png"),
    *number("size"),
    *words("sha256", NAME),
    column("dated", sa.Date(), null=True),
    reference("added_by", "staff_member.id"),
    *instant("added_at"),
    *words("entered_in_error", LINE, null=True),
    *integer("lock_version"),
)
sa.Table(
    "document_file",
    TABLES,
    reference("document_id", "document.id", primary_key=True),
    column("content", sa.LargeBinary()),
)

MADE = [table for table in TABLES.sorted_tables if table.name not in OLD]
