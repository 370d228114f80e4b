"""The clinic's people."""
