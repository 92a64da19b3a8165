"""The interviewer's deeds: interviewing, finishing, sending."""
