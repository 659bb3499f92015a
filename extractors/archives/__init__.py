"""Archives and mails, taken apart: whatever they hold becomes files of its own, and names never become paths."""
