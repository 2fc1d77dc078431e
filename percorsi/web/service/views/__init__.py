"""The pages of the settings, of the first steps, and of the problems that readers report."""
