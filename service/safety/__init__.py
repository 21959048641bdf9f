"""The clinical safety file: what could harm a patient, what is done about it, and what proves that it is done."""
