"""How fast the product is beside the least that the same work could cost: `python -m benchmarks`."""
