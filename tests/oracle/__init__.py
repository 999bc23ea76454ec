"""The calendar and slot rules written a second time, slowly and plainly, to check the core against."""
