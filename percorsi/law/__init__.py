"""The law as dated data and pure rules: no Django, no database, standard library only."""
