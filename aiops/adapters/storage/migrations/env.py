"""Run by Alembic: applies the scripts on the connection that ``migrate`` gives."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
