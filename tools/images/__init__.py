"""Images and host tools: pulled where a registry answers, else built by recipe."""
