"""Evaluations: the physician's note and the candidacy decision."""
