"""Jurisdiction families: one module each, showing a `FAMILY`. A country's file names one."""
