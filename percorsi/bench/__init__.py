"""Measuring the pages on databases of growing size. No room, no models: nothing imports it."""
