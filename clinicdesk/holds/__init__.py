"""Holds: stopping and restarting a blood thinner around one procedure."""
