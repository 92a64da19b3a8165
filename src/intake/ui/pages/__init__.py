"""The interviewer's pages, and those both desks share."""
