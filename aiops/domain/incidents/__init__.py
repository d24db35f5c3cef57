"""One incident per fault: correlation, severity, lifecycle, report."""
