"""The record: reviewed facts on the chart."""
