"""The look and the controls that every page is built from."""
