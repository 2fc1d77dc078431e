"""The pages of the companies."""
