import { useViewer } from '../parts/viewer'
import { plainDate, When } from '../parts/when'

export interface TrailLine {
  id: string
  at: number
  person: string
  did: string
  what: string
  changes: { field: string; from: string; to: string }[] | null
  through: 'page' | 'link' | 'api' | null
  link: string | null
}

/** Links of what is on the page that shows the trail. */
const HERE = '/team'

export function Trail({ base, lines }: { base: string; lines: TrailLine[] }) {
  const viewer = useViewer()
  if (lines.length === 0) {
    return <p class="muted">No changes yet. Changes of keys, secrets, rules and members will be listed here.</p>
  }
  return (
    <div class="stack">
      {[...Map.groupBy(lines, ({ at }) => plainDate(viewer, at))].map(([day, linesOfDay]) => (
        <section>
          <h3>{day}</h3>
          <ol class="trail">
            {/* What one person did several times that day is one line. */}
            {[...Map.groupBy(linesOfDay, ({ id, at, ...same }) => JSON.stringify(same)).values()].map((lines) => (
              <TrailEntry base={base} lines={lines} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function TrailEntry({ base, lines }: { base: string; lines: TrailLine[] }) {
  const { at, person, did, what, changes, through, link } = lines[0] as TrailLine
  const [, name = person, email] = /^(.*) \((.*)\)$/.exec(person) ?? []
  return (
    <li>
      <When at={at} as="time" />
      <div>
        {name}
        {email && <span class="muted small"> ({email})</span>} {did}{' '}
        {link === null || link === HERE ? what : <a href={`${base}${link}`}>{what}</a>}
        {through === 'link' && <span class="muted"> · through a link</span>}
        {through === 'api' && <span class="muted"> · through the API</span>}
        {lines.length > 1 && (
          <span class="muted">
            {' '}
            · {lines.length} times since <When at={lines.at(-1)?.at ?? at} as="time" />
          </span>
        )}
        {changes?.map(({ field, from, to }) => (
          <span class="under">
            {field}: <del>{from || 'nothing'}</del> → <ins>{to || 'nothing'}</ins>
          </span>
        ))}
      </div>
    </li>
  )
}
