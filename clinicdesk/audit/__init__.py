"""Reading the history: who did what, in words, and whether it is whole."""
