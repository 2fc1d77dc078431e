"""The demo: an invented service with the office's register, and a login for each role."""
