"""Pure rules, one subject a file: `rule(facts, *, on) -> Decision`."""
