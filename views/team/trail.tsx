import { When } from '../parts/when'

export interface TrailLine {
  id: string
  at: number
  person: string
  did: string
  what: string
}

export function Trail({ lines }: { lines: TrailLine[] }) {
  if (lines.length === 0) {
    return (
      <p class="muted">Nothing was changed yet. Changes of keys, secrets, rules and members will be listed here.</p>
    )
  }
  return (
    <ol class="stack stack-tight">
      {lines.map(({ at, person, did, what }) => (
        <li>
          {person} {did} {what}.
          <span class="under">
            <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  )
}
