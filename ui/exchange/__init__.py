"""Bringing patients in from files."""
