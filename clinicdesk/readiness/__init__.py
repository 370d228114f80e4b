"""Readiness: who is ready for the procedure, who is not, and why."""
