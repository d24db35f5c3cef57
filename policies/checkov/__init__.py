"""Checks of ours that checkov runs on Dockerfiles and workflows, one per file."""
