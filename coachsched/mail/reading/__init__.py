"""Mail that comes back: taken apart with care, since anybody may have written it."""
