"""ClinicDesk's core: what a MILD clinic knows and does, without any window."""

__version__ = "0.3.0"
