"""A large invented service, made in bulk: the same seed, sizes and day give the same people."""

from percorsi.bench.building.growing import grow

__all__ = ["grow"]
