"""The console's sources, checked by TypeScript and by Node's own test runner."""
