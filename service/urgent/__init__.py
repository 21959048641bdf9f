"""Urgent signs in what people type: signposting to help, never triage or diagnosis."""
