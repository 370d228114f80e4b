"""The frame around the pages: navigation, who is at work, what was saved."""
