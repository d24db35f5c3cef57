"""The style that all pages share; nothing is loaded from anywhere."""

from previews.drawing import colors
from previews.drawing.words import FONT

STYLE = f"""
:root {{ color-scheme: dark; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: {colors.PAGE}; color: {colors.TEXT};
  font: 14px/1.4 {FONT}; }}
a {{ color: #8ab8ff; text-decoration: none; }}
a:hover {{ text-decoration: underline; }}
header {{ padding: 14px 16px 8px; display: flex; flex-wrap: wrap; gap: 8px 14px;
  align-items: center; }}
h1 {{ font-size: 21px; margin: 0; }}
h2 {{ font-size: 16px; margin: 26px 16px 8px; }}
.badge {{ background: #3d71d9; color: #fff; font-weight: 600; font-size: 12px;
  border-radius: 11px; padding: 2px 12px; cursor: help; }}
.facts {{ color: {colors.FAINT}; margin-left: auto; }}
nav {{ padding: 0 16px 10px; display: flex; flex-wrap: wrap; gap: 6px 16px; }}
nav a[aria-current] {{ color: {colors.TEXT}; font-weight: 600; }}
form {{ padding: 0 16px 10px; display: flex; flex-wrap: wrap; gap: 8px 14px;
  align-items: center; }}
select, button {{ background: {colors.PANEL}; color: {colors.TEXT}; font: inherit;
  border: 1px solid {colors.BORDER}; border-radius: 3px; padding: 4px 8px; }}
label {{ color: {colors.FAINT}; }}
main.grid {{ position: relative; margin: 0 14px 14px; }}
main.grid > * {{ position: absolute; }}
svg {{ display: block; width: 100%; height: 100%; }}
.row {{ font-size: 15px; font-weight: 600; display: flex; align-items: center; }}
.cards {{ display: grid; gap: 14px; padding: 8px 16px 24px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); }}
.card {{ background: {colors.PANEL}; border: 1px solid {colors.BORDER};
  border-radius: 4px; padding: 12px; }}
.card img {{ width: 100%; height: 260px; object-fit: cover; object-position: 0 0;
  border: 1px solid {colors.BORDER}; border-radius: 3px; display: block; }}
.card p {{ padding: 0; margin: 8px 0 0; }}
.card strong {{ display: block; margin: 0 0 8px; font-size: 15px; }}
.wrong {{ color: {colors.ALARM}; }}
.faint, footer {{ color: {colors.FAINT}; }}
footer, p {{ padding: 0 16px; }}
.pair {{ display: grid; grid-template-columns: 1fr 1fr; gap: 10px; padding: 0 16px; }}
.pair figure, .one figure {{ margin: 0; }}
.pair svg, .one svg {{ width: auto; max-width: 100%; height: auto; }}
.one {{ padding: 0 16px; max-width: 860px; }}
figcaption {{ color: {colors.FAINT}; padding: 2px 0; }}
ul {{ margin: 4px 0 10px; padding-left: 36px; }}
code {{ background: {colors.GRID}; border-radius: 3px; padding: 0 4px;
  overflow-wrap: anywhere; }}
@media (max-width: 900px) {{
  main.grid {{ aspect-ratio: auto !important; }}
  main.grid > * {{ position: static !important; width: 100% !important;
    height: auto !important; margin-bottom: 8px; }}
  .pair {{ grid-template-columns: 1fr; }}
  .facts {{ margin-left: 0; }}
}}
"""
