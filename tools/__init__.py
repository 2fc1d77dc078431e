"""What ``run.py`` does, one verb or one outside program a file.

Everything that runs before ``.venv`` exists uses the standard library only; ``catalogue`` alone runs inside it.
"""
