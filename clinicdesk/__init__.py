"""ClinicDesk's core: what a MILD clinic knows and does, without any window."""
