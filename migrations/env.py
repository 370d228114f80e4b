"""Alembic's environment: runs on the connection that clinicdesk.upgrade hands over."""

from alembic import context

from clinicdesk import wiring
from clinicdesk.database import Base

connection = context.config.attributes["connection"]
wiring.load_tables()
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
