"""SVG to PNG, by resvg."""

import importlib.util
from typing import Any

from previews.errors import PictureError


def png(svg: str, width_px: int | None = None) -> bytes:
    """
    Return *svg* as a PNG.

    Args:
        width_px: Of the picture; None keeps the SVG's own.

    Raises:
        PictureError: When resvg is not installed, or refuses.
    """
    if importlib.util.find_spec("resvg_py") is None:
        raise PictureError(
            "PNG needs the package resvg-py, which is not installed;"
            " run it by `make previews`, or draw without --png"
        )
    # Not at the top: the live server does without it.
    import resvg_py

    options: dict[str, Any] = {} if width_px is None else {"width": width_px}
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, sans_serif_family="DejaVu Sans", **options
            )
        )
    except (ValueError, RuntimeError) as error:
        raise PictureError(f"the SVG could not be drawn: {error}") from error
