"""The coordinator's deeds: receiving, library, receipts."""
