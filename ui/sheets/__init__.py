"""The patient's sheets: whether they agree with the schedule, preview, print and save."""
