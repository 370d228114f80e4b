"""One person, two records: finding them, merging them, taking a merge back."""
