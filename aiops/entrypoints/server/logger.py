"""Gunicorn's own messages as JSON lines, without what clients sent."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # has no types

from aiops.adapters.observability.logs import JsonHandler, JsonLog


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Replaces gunicorn's stream handlers."""

    def setup(self, cfg: Any) -> None:
        """Send gunicorn's messages to the engine's log."""
        super().setup(cfg)
        self.error_log.handlers[:] = [JsonHandler(JsonLog("http"))]

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log a warning; one about a malformed request quotes it, so it is cut."""
        if msg.startswith("Invalid request"):
            msg = "Invalid request refused"
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *_args: Any, **_kwargs: Any) -> None:
        """Log that a request failed, without its URI or its exception's text."""
        self.error_log.error(msg.replace("%s", "(left out)"))
