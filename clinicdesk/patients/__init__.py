"""Patients: names, numbers, phones and the clinic's own record number."""
