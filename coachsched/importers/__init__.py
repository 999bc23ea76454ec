"""Readers of the files a school brings: bytes in, core values or an InputError with every fault out."""
