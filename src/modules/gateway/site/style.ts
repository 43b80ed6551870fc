/** The site's dress: a file of its own, for the content security policy allows no inline styles. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --card: #fff; --text: #1c2024; --soft: #60646c; --line: #e3e4e8; --accent: #0f62a8;
  --well: #18794e; --ill: #c62a2f; --code: #f2f3f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131416; --card: #1b1d20; --text: #eceef0; --soft: #a0a5ad; --line: #2e3136; --accent: #7cc0ff;
    --well: #4cc38a; --ill: #ff8589; --code: #24272b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: .95rem; margin: 1.25rem 0 .4rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); }
.well { color: var(--well); }
.ill { color: var(--ill); }
nav a { margin-right: 1.25rem; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: .85rem; color: var(--soft); }
code, pre { font: 13.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { background: var(--code); padding: .1em .35em; border-radius: 4px; }
pre { background: var(--code); padding: .85rem 1rem; border-radius: 8px; overflow-x: auto; margin: .5rem 0; }
pre code { padding: 0; }
details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; }
summary { cursor: pointer; padding: .6rem .9rem; display: flex; gap: .75rem; flex-wrap: wrap; align-items: baseline; }
details > div { padding: 0 .9rem 1rem; border-top: 1px solid var(--line); }
.method { font: 600 12.5px/1 ui-monospace, monospace; min-width: 3.9rem; color: var(--accent); }
.path { font: 13.5px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } }
`
