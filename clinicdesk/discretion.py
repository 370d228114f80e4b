"""What the database's drivers may say of an error: its kind and its first line, never the row.

A server's DETAIL quotes the values of the row that it refused, so it is taken off before the error
goes anywhere; at DEBUG, SQLAlchemy would write down every row that it fetched.
"""

import logging

from sqlalchemy import Engine, ExceptionContext, event

_ABOUT_A_VALUE = "22"  # the class of errors whose first line quotes the value itself


def withhold_rows(engine: Engine) -> None:
    """From now on no error and no log line of this engine holds what stands in a row."""
    event.listen(engine, "handle_error", _shorten)
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(_is_news)


def _shorten(context: ExceptionContext) -> None:
    error = context.original_exception
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    if told is None:
        return
    if str(getattr(error, "sqlstate", "")).startswith(_ABOUT_A_VALUE):
        told = "a value is not of its column's kind"
    error.args = (told,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(error).__name__}) {told}",)


def _is_news(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
