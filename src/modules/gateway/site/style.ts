/** The site's dress: a file of its own, for the content security policy allows no inline styles. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f7f8fa; --card: #fff; --text: #1b1f24; --soft: #5a616b; --line: #e1e4e9; --accent: #0b5cad;
  --well: #157347; --ill: #b8232f; --code: #f0f2f5; --get: #157347; --post: #0b5cad; --patch: #8a5a00; --delete: #b8232f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101214; --card: #181b1f; --text: #e9ecef; --soft: #9ba3ad; --line: #2a2f36; --accent: #78b8ff;
    --well: #4cc38a; --ill: #ff8589; --code: #22262c; --get: #4cc38a; --post: #78b8ff; --patch: #e2b04a; --delete: #ff8589;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; letter-spacing: -.01em; margin: 2.75rem 0 .75rem; }
h3 { font-size: .9rem; margin: 1.4rem 0 .4rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.soft { color: var(--soft); }
.well { color: var(--well); }
.ill { color: var(--ill); }
.well::before, .ill::before { content: "●"; font-size: .7em; margin-right: .5em; vertical-align: .1em; }
.ill::before { content: "▲"; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { font-weight: 600; font-size: .85rem; color: var(--soft); }
ol { list-style: none; counter-reset: step; margin: 0; padding: 0; }
ol li { counter-increment: step; margin-top: 1.1rem; }
ol li::before { content: counter(step) ". "; font-weight: 600; color: var(--soft); }
code, pre { font: 13.5px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { background: var(--code); padding: .1em .35em; border-radius: 4px; }
pre { background: var(--code); padding: .85rem 1rem; border-radius: 8px; overflow-x: auto; margin: .4rem 0 0; tab-size: 2; }
pre code { padding: 0; background: none; }
details + details { border-top: 1px solid var(--line); }
summary {
  cursor: pointer; list-style: none; padding: .65rem 1rem; display: grid; gap: .1rem 1rem; align-items: baseline;
  grid-template-columns: 3.6rem minmax(0, 19rem) minmax(0, 1fr) .8rem;
}
summary::-webkit-details-marker { display: none; }
summary::after { content: "+"; color: var(--soft); font: 15px/1 ui-monospace, monospace; grid-column: 4; grid-row: 1; }
details[open] > summary::after { content: "–"; }
summary:hover, details[open] > summary { background: var(--code); }
details > div { padding: .4rem 1rem 1.25rem; border-top: 1px solid var(--line); }
.method { font: 600 12.5px/1 ui-monospace, monospace; }
.get { color: var(--get); } .post { color: var(--post); } .patch, .put { color: var(--patch); } .delete { color: var(--delete); }
.path { font: 13.5px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 44rem) {
  main { padding-top: 2rem; }
  summary { grid-template-columns: 3.6rem minmax(0, 1fr) .8rem; }
  summary::after { grid-column: 3; }
  summary .soft { grid-column: 1 / -1; font-size: .92rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: auto auto 1fr; gap: 0 1rem; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td { border: 0; padding: 0; }
  td.soft:last-child { grid-column: 1 / -1; }
  pre { font-size: 12.5px; }
}
`
