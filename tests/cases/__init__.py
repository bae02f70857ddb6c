"""Runs case files through the program: `python -m tests.cases KIND FILE`."""
