"""What `clinicdesk-admin doctor` looks at: the machine, the database, its history, its copies."""
