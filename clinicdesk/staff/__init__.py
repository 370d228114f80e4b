"""Staff: who works here, in which roles, and how they prove it."""
