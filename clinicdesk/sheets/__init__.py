"""Patient sheets: from facts about one booking to the bytes that are printed."""
