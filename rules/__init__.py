"""Recording and alerting rules, built in Python, committed as YAML."""
