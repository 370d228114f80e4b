"""Procedure day: from check-in to discharge, and what was done."""
