/** The page's looks: quiet, readable, light or dark as the reader has it. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dadd, #3a3d42); --soft: light-dark(#f4f5f6, #202327) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem 1.25rem 4rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem } p { margin: .25rem 0 .75rem }
nav { display: flex; flex-wrap: wrap; gap: 1rem } code { font-size: .9em; overflow-wrap: anywhere }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
thead th { font-weight: 600; font-size: .85rem } tbody th { font-weight: 600 } time { white-space: nowrap }
ul { list-style: none; margin: 0; padding: 0 }
.state { display: inline-block; min-width: 4.2rem; font-size: .8rem; font-weight: 600 }
.full { color: light-dark(#176b3a, #6fd39b) } .trial { color: light-dark(#8a5a00, #f0c060) }
.expired, .bad { color: light-dark(#a02828, #ff9a94) }
.quiet { color: light-dark(#5c636b, #a2a9b1); font-size: .9rem; font-weight: 400 }
form { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: end; margin: .5rem 0 }
label { display: grid; font-size: .8rem; gap: .15rem } input, select, button { font: inherit; padding: .3rem .5rem }
details { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; margin: .75rem 0 }
summary { cursor: pointer; font-weight: 600 }
`
