"""What the program takes, in milliseconds: printed beside its targets, asserted nowhere."""
