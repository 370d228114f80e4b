"""The tables as declared, and the one person who is always there: the command line.

Until v0.1.0 this revision follows the declarations (docs/decisions/004-baseline.md); at v0.1.0 it
is written out and never edited again.
"""

import sqlalchemy as sa
from alembic import op

from clinicdesk.database import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    columns = map(sa.column, ("login", "name", "lock_version"))
    console = {"login": "console", "name": "Command line", "lock_version": 1}
    op.execute(sa.insert(sa.table("staff_member", *columns)).values(**console))


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
