"""Intake: questions and answers before the evaluation."""
