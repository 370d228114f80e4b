"""A made-up clinic of any size, to measure and to try the program with."""
