"""What people type into forms, read to values; every fault is kept with its field."""
