"""One file per thing done to the schedule."""
