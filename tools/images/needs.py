"""What the build path needs on a machine that cannot download images."""

# Debian and Ubuntu package names. Go and Node.js are not among them: bookworm's are
# older than the recipes ask for, so they are looked up on PATH.
APT_PACKAGES = ("mmdebstrap", "ca-certificates")
PROGRAMS = ("go", "node", "npm", "mmdebstrap")
GO_VERSION = (1, 26)
NODE_VERSION = (20, 0)
