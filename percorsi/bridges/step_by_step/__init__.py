"""A register that comes in through the pages, one step at a time, each in a process of its own."""
