"""Who is ready for the procedure, and what to do about it."""
