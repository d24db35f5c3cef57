"""The scenarios of each rule file."""
