"""The day of the procedure: what was done, and the discharge order."""
