"""The schedule: a day by rooms, and the panel that books and moves."""
