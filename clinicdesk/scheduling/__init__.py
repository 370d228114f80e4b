"""Scheduling: bookings of people, rooms and bays in time."""
