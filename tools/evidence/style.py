"""How the summaries look: on a screen, in the dark, and on paper."""

STYLE = """\
:root { color-scheme: light dark; --line: #d4d9e2; --quiet: #64748b; --card: #f8fafc;
  --ink: #0f172a; --page: #fff; font: 15px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --line: #334155; --quiet: #94a3b8;
  --card: #1e293b; --ink: #e2e8f0; --page: #0f172a; } }
body { background: var(--page); color: var(--ink); margin: 2rem auto; max-width: 68rem;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; }
h2 { border-bottom: 1px solid var(--line); font-size: 1.15rem; margin: 2rem 0 .8rem;
  padding-bottom: .2rem; }
p.quiet, .quiet { color: var(--quiet); }
.verdict { border-radius: 999px; color: #fff; font-size: .9rem; font-weight: 600;
  margin-left: .6rem; padding: .15rem .8rem; vertical-align: middle; }
.passed { background: #15803d; } .failed { background: #b91c1c; }
.interrupted { background: #a16207; }
.reason { background: #fee2e2; border-left: 4px solid #b91c1c; color: #450a0a;
  padding: .6rem 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }
.figures div { background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; flex: 1; min-width: 8rem; padding: .6rem 1rem; }
.figures b { display: block; font-size: 1.5rem; }
.bar { border-radius: 6px; display: flex; height: 3.2rem; margin-bottom: .8rem;
  overflow: hidden; }
.bar div { align-items: center; color: #fff; display: flex; font-size: .8rem;
  justify-content: center; line-height: 1.25; overflow: hidden; text-align: center;
  text-shadow: 0 1px 2px #0008; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top; }
td.number, th.number { font-variant-numeric: tabular-nums; text-align: right; }
svg { height: auto; width: 100%; }
svg text { fill: var(--quiet); font-size: 12px; }
svg text.mark { fill: var(--ink); font-size: 11px; }
svg text.limit { fill: #dc2626; }
svg .grid { stroke: var(--line); }
svg .mark { stroke: var(--quiet); stroke-dasharray: 3 3; }
svg .threshold { stroke: #dc2626; stroke-dasharray: 8 4; stroke-width: 1.5; }
svg .series { fill: none; stroke-width: 2; }
svg text.mark { stroke: none; }
.pictures { display: grid; gap: 1.2rem; grid-template-columns: repeat(2, 1fr); }
figure { margin: 0; } figcaption { color: var(--quiet); font-size: .9rem; }
figure.wide { grid-column: 1 / -1; }
img { border: 1px solid var(--line); border-radius: 6px; display: block; width: 100%; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; padding: .8rem; }
details { margin: .4rem 0; } summary { cursor: pointer; }
@media print { details, figure, .bar { break-inside: avoid; }
  body { max-width: none; } }
"""
