import type { Child } from 'hono/jsx'

/** Facts without a value are left out. @param prose their values are sentences, which stand below their names where there is little room */
export function DefinitionList({ facts, prose }: { facts: [string, Child][]; prose?: boolean }) {
  return (
    <dl class={prose ? 'facts meanings' : 'facts'}>
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
