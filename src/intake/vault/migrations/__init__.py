"""The shape of the database, one numbered step a file."""
