"""What operators see of a running service: logs, metrics and crashes, none of which ever holds a question."""
