"""Why a booking ended, what was taken back, how far a day went, and who let a gate be passed.

Programs of before do not know a booking that was undone, so they may not write any more.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

release = "0.3.0"
compatible = 3

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
NAME, LINE, NOTE = 100, 200, 20_000

Parts = tuple[Any, ...]

STATE = "ck_booking_state_known"
CAUSE = "ck_booking_cause_known"
REPLACED = "uq_booking_replaces_id"
STATES = "state IN ('booked', 'moved', 'cancelled', 'done'{more})"
CAUSES = (
    "patient_asked patient_ill no_driver blood_thinner not_fasting no_show authorization"
    " physician_away room_or_equipment weather booked_in_error other"
)


def upgrade() -> None:
    with op.batch_alter_table("booking") as batch:
        batch.add_column(sa.Column("cause", sa.String(30), nullable=True))
        batch.create_check_constraint(op.f(CAUSE), f"cause IN ({listed(CAUSES)})")
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), STATES.format(more=", 'undone'"))
        batch.drop_constraint(op.f(REPLACED), type_="unique")
    live = sa.text("state <> 'undone'")
    op.create_index(
        "ix_booking_replaces_id",
        "booking",
        ["replaces_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    TABLES.create_all(op.get_bind(), MADE)


def downgrade() -> None:
    TABLES.drop_all(op.get_bind(), MADE)
    op.drop_index("ix_booking_replaces_id", "booking")
    with op.batch_alter_table("booking") as batch:
        batch.create_unique_constraint(op.f(REPLACED), ["replaces_id"])
        batch.drop_constraint(op.f(STATE), type_="check")
        batch.create_check_constraint(op.f(STATE), STATES.format(more=""))
        batch.drop_constraint(op.f(CAUSE), type_="check")
        batch.drop_column("cause")


def listed(values: str) -> str:
    return ", ".join(map(repr, values.split()))


def check(name: str, rule: str, dialect: str | None = None) -> Any:
    return sa.CheckConstraint(rule, name=name).ddl_if(dialect=dialect)


def column(name: str, kind: Any, *more: Any, null: bool = False, **also: Any) -> Any:
    return sa.Column(name, kind, *more, nullable=null, **also)


def whole(name: str, kind: Any, **also: Any) -> Parts:
    rule = f"typeof({name}) IN ('integer', 'null')"
    return column(name, kind, **also), check(f"{name}_whole", rule, "sqlite")


def key() -> Parts:
    return whole("id", ID, primary_key=True)


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
    return (
        column(name, sa.String(30), **also),
        check(f"{name}_known", f"{name} IN ({listed(values)})"),
    )


# Of 0001; only to be referred to.
sa.Table("booking", TABLES, *key())
sa.Table("staff_member", TABLES, *key())
OLD = {*TABLES.tables}

sa.Table(
    "day_step",
    TABLES,
    *key(),
    reference("booking_id", "booking.id"),
    *choice("step", "arrived driver_here in_procedure done discharged"),
    *instant("at"),
    reference("recorded_by", "staff_member.id"),
    *instant("taken_back_at", null=True),
    reference("taken_back_by", "staff_member.id", null=True),
)
sa.Index(
    "ix_day_step_counts_once",
    TABLES.tables["day_step"].c.booking_id,
    TABLES.tables["day_step"].c.step,
    unique=True,
    sqlite_where=sa.text("taken_back_at IS NULL"),
    postgresql_where=sa.text("taken_back_at IS NULL"),
)
sa.Table(
    "gate_override",
    TABLES,
    *key(),
    reference("booking_id", "booking.id", index=True),
    *choice("gate", "evaluation blood_thinner driver packet"),
    *words("reason", LINE),
    *words("rule", NAME),
    *words("covers", NOTE),
    reference("physician_id", "staff_member.id"),
    *instant("at"),
)

MADE = [table for table in TABLES.sorted_tables if table.name not in OLD]
