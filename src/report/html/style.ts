/** The style of all pages: light and dark by what the reader prefers, plain on paper, no colour without a word beside it. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1c1e21; --dim: #5a6068; --line: #d4d8dd; --soft: #f4f5f7;
  --good: #10692c; --bad: #b3151c; --warn: #7a4b00; --add: #e3f5e6; --del: #fce8e8; --accent: #1b56b0; --mark: #fff1c2;
  --t0: #1b56b0; --t1: #97430b; --t2: #6a2fa0; --t3: #0b6a6a; --t4: #a01558; --t5: #4a6410 }
@media (prefers-color-scheme: dark) { :root { --bg: #15181c; --fg: #e4e6e9; --dim: #9aa2ac; --line: #363c44; --soft: #1e2329;
  --good: #6fd58a; --bad: #ff8a85; --warn: #f0b95a; --add: #17331f; --del: #3f1d20; --accent: #8db8ff; --mark: #4a3d10;
  --t0: #8db8ff; --t1: #f2a66c; --t2: #c9a0f2; --t3: #62cfcf; --t4: #f08fbf; --t5: #b3cf6b } }
* { box-sizing: border-box }
html { background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; -webkit-text-size-adjust: 100% }
body { margin: 0 auto; max-width: 1600px; padding: 0 20px 40px }
nav { padding: 12px 0; border-bottom: 1px solid var(--line); display: flex; gap: 1em; flex-wrap: wrap; justify-content: space-between }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--line) }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 20px 0 4px; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 20px 0 6px; overflow-wrap: anywhere }
p { margin: 6px 0; max-width: 80ch } p, summary, caption, figcaption, span { overflow-wrap: anywhere }
ul { margin: 6px 0; padding-left: 1.3em } li { max-width: 100ch; overflow-wrap: anywhere }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.skip { position: absolute; left: -999em } .skip:focus { position: static }
.dim { color: var(--dim) } .good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) }
code, pre, .code, kbd { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; tab-size: 8 }
pre { margin: 6px 0; padding: 8px 10px; background: var(--soft); border: 1px solid var(--line); border-radius: 4px; overflow-x: auto }
blockquote { margin: 6px 0; padding: 0; border-left: 3px solid var(--line) }
blockquote pre { border: 0; border-radius: 0; white-space: pre-wrap }
.badge { display: inline-block; padding: 1px 9px; border: 1.5px solid currentColor; border-radius: 4px; font-weight: 650; white-space: nowrap }
.verdict { font-size: 1.1rem; margin: 12px 0 } .verdict .badge { margin-right: 8px }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0 } dl.facts dd { margin: 0; overflow-wrap: anywhere }
dl.facts dt { color: var(--dim) }
.counts { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; list-style: none; margin: 14px 0 }
.counts li { border: 1px solid var(--line); border-radius: 4px; padding: 3px 10px; background: var(--soft) } .counts strong { font-size: 1.15em; margin-right: 5px }
.scroll { overflow-x: auto; max-width: 100% }
table { border-collapse: collapse; margin: 8px 0 } caption { text-align: left; color: var(--dim); padding: 2px 0 4px }
th, td { text-align: left; vertical-align: top; padding: 3px 10px 3px 0 }
table.list { width: 100% } table.list th, table.list td, table.matrix th, table.matrix td, table.answers th, table.answers td { border-bottom: 1px solid var(--line) }
table.list td { overflow-wrap: anywhere; min-width: 9ch } table.list .badge { font-size: .85em } table.list th .dim { font-weight: 400 }
table.matrix { font-size: 13px } table.matrix td { white-space: nowrap; padding: 2px 12px 2px 0 } table.matrix tbody th { font-weight: 400; white-space: nowrap }
table.matrix thead th { vertical-align: bottom } td.described { background: var(--mark); outline: 2px solid var(--warn); outline-offset: -2px; padding-left: 4px }
td.broken { background: var(--del) } td.mended { background: var(--add) }
table.diff { width: 100%; border: 1px solid var(--line); border-radius: 4px } table.diff td { padding: 0 8px; white-space: pre; border: 0 }
table.diff td.text { width: 100%; padding-left: 0 } table.diff { font-size: 12px } table.diff td.no { color: var(--dim); text-align: right; user-select: none }
table.diff th { padding: 2px 8px; background: var(--soft); font-weight: 500; color: var(--dim) }
tr.added { background: var(--add) } tr.removed { background: var(--del) } td.map { color: var(--dim) } td.map.unmodelled { color: var(--bad); font-weight: 600 } td.map.elided { color: var(--warn) }
.two { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr) } @media (min-width: 1100px) { .two { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) } }
details { margin: 8px 0 } summary { cursor: pointer; padding: 3px 0 } summary h3 { display: inline; margin: 0 }
svg { display: block; max-width: 100%; height: auto } svg text { fill: var(--fg); font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre }
svg .small { font-size: 11px } svg .dim { fill: var(--dim); color: inherit } svg .head { font-weight: 600 } svg .bad { fill: var(--bad) } svg .loop { fill: none; stroke: var(--warn); stroke-width: 1.6 }
svg .lane { stroke: var(--line) } svg .turn { stroke: var(--dim); fill: none; stroke-dasharray: 2 3 } svg .badline { fill: var(--del) } svg .now { fill: var(--mark) } svg .warnfill { fill: var(--warn) }
.t0 { --t: var(--t0) } .t1 { --t: var(--t1) } .t2 { --t: var(--t2) } .t3 { --t: var(--t3) } .t4 { --t: var(--t4) } .t5 { --t: var(--t5) }
svg .dot { fill: var(--t) } svg .lock { fill: var(--t); opacity: .55 } svg .lockname { fill: var(--t) } svg .edge { stroke: var(--t); fill: none; stroke-width: 1.3 } svg .edge.way { stroke-width: 3 }
svg .node { fill: var(--bg); stroke: var(--dim); stroke-width: 1.3 } svg .node.hot { stroke: var(--bad); stroke-width: 2.5; fill: var(--del) } svg .node.end { fill: var(--soft); stroke-width: 2 } svg .node.safe { stroke-dasharray: 2.5 2.5 } svg.inline { display: inline; vertical-align: middle; margin: 0 5px 0 12px } figure { margin: 8px 0 } svg .key { stroke-width: 2.5; stroke: var(--t) }
.trace { display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr) } .steps-on { grid-template-columns: minmax(0, 1fr) }
@media (min-width: 1100px) { .steps-on { grid-template-columns: minmax(0, 1fr) 380px } .stepper { position: sticky; top: 12px; align-self: start; max-height: 96vh; overflow: auto } }
.stepper { border: 1px solid var(--line); border-radius: 4px; padding: 10px; background: var(--soft) } .stepper[hidden] { display: none }
.stepper button { font: inherit; padding: 3px 10px; margin: 0 4px 4px 0; border: 1px solid var(--dim); border-radius: 4px; background: var(--bg); color: var(--fg); cursor: pointer }
.stepper button:disabled { opacity: .5; cursor: default } .stepper input { width: 100% } .stepper table { font-size: 12px; width: 100% } .stepper td { overflow-wrap: anywhere; font-family: ui-monospace, "DejaVu Sans Mono", monospace; padding: 0 6px 0 0 }
.stepper tr.changed { background: var(--mark) } .stepper tr.changed td:last-child::after { content: " ← changed" }
@media print { :root { color-scheme: light; --bg: #fff; --fg: #000; --dim: #444; --line: #bbb; --soft: #fff; --good: #0a5a24; --bad: #a01018; --warn: #6a4000; --add: #e8f5ea; --del: #fbe9e9; --mark: #fff4d0; --accent: #000;
    --t0: #1b56b0; --t1: #97430b; --t2: #6a2fa0; --t3: #0b6a6a; --t4: #a01558; --t5: #4a6410 }
  html { font-size: 11px } body { max-width: none; padding: 0 } nav, .skip, .stepper { display: none } .steps-on, .two { grid-template-columns: minmax(0, 1fr) } pre { white-space: pre-wrap; overflow: visible } .scroll { overflow: visible }
  details::details-content { content-visibility: visible; block-size: auto } details.long { display: none } tr { break-inside: avoid } table.diff td.text { white-space: pre-wrap; overflow-wrap: anywhere } h2, h3 { break-after: avoid } * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
`.trim();
