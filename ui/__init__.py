"""ClinicDesk's windows: everything a person sees and touches, on top of the core."""
