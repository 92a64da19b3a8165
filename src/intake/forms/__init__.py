"""The form engine, without a face: spreadsheet, XForm, definition, session."""
