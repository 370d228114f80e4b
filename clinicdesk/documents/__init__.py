"""Papers of a patient: scanned or attached, kept whole."""
