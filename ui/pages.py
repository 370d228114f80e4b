"""Which screens exist, for whom, and how they lead to each other."""
