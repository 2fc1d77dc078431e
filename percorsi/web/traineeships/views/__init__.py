"""The pages of the traineeships."""
