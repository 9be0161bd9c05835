import { When } from '../parts/when'

export interface TrailLine {
  id: string
  at: number
  person: string
  did: string
  what: string
  changes: { field: string; from: string; to: string }[] | null
  through: 'page' | 'link' | null
  link: string | null
}

export function Trail({ base, lines }: { base: string; lines: TrailLine[] }) {
  if (lines.length === 0) {
    return <p class="muted">No changes yet. Changes of keys, secrets, rules and members will be listed here.</p>
  }
  return (
    <ol class="stack stack-tight">
      {lines.map(({ at, person, did, what, changes, through, link }) => (
        <li>
          {person} {did} {link === null ? what : <a href={`${base}${link}`}>{what}</a>}.
          {changes?.map(({ field, from, to }) => (
            <span class="under">
              {field}: {from || 'nothing'} → {to || 'nothing'}
            </span>
          ))}
          <span class="under">
            <When at={at} />
            {through === 'link' && ' · through a link'}
          </span>
        </li>
      ))}
    </ol>
  )
}
