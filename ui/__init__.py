"""ClinicDesk's windows: everything a person sees and touches, on top of the core."""

import builtins

import PySide6  # noqa: F401 - what follows undoes something of it

# Qt's binding looks into the source of every module that is imported after it, for a way of writing
# that nobody uses here: a quarter of the start, and 40 MB.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
