/** The look of the backtest's page, light or dark as the reader has it. */
export const pageStyle = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent);
  --low: #9fc5e0; --medium: #4f8fc0; --high: #ec8a2e; --critical: #b3202c; --accent: #2f6fb0; --alarm: #c62f3b; }
@media (prefers-color-scheme: dark) { :root { --low: #36556c; --medium: #4f8fc0; --high: #e08a3c; --critical: #e0525c;
  --accent: #7db4e6; --alarm: #f0707a; } }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 2.2rem 0 0.3rem; }
.lead { font-size: 1.15rem; font-weight: 600; }
figure { margin: 1rem 0; } figcaption { opacity: 0.8; font-size: 0.92rem; }
svg { width: 100%; height: auto; display: block; } svg text { fill: currentColor; font-size: 11px; }
.tick, .label { opacity: 0.75; } .grid { stroke: var(--line); } .axis { stroke: currentColor; opacity: 0.5; }
.marker { stroke: currentColor; stroke-dasharray: 3 3; opacity: 0.6; } .bar { fill: var(--accent); }
rect.low { fill: var(--low); } rect.medium { fill: var(--medium); } rect.high { fill: var(--high); }
rect.critical { fill: var(--critical); }
path { fill: none; stroke: currentColor; stroke-width: 1.5; } path.chance { stroke-dasharray: 4 4; opacity: 0.4; }
path.by-lines-added { opacity: 0.35; } path.by-source-lines { opacity: 0.75; }
path.by-score { stroke: var(--accent); stroke-width: 2.5; }
circle.policy, circle.reverted { fill: var(--alarm); } circle.hotfixed { fill: var(--high); }
line.reverted { stroke: var(--alarm); } line.hotfixed { stroke: var(--high); }
.key { display: inline-block; width: 0.9em; height: 0.9em; border-radius: 2px; vertical-align: -0.1em; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { font-weight: 500; opacity: 0.75; } th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.7rem 0.2rem 0; }
.day { white-space: nowrap; }
.number { text-align: right; } tr { border-bottom: 1px solid var(--line); } tr.total { font-weight: 600; }
.notes { margin-top: 2.5rem; opacity: 0.8; font-size: 0.92rem; } code { font-size: 0.92em; }
`;
