import type { Child } from 'hono/jsx'

/** Facts without a value are left out. */
export function DefinitionList({ facts }: { facts: [string, Child][] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}
