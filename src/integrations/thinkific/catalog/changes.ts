import type { Catalog } from './catalog'

const MOST_NAMES = 3

export interface Changes {
  added: string[]
  gone: string[]
  renamed: string[]
}

/** Compares by id, courses and bundles together. `before` is null at the first refresh; then nothing has changed. */
export function compareCatalogs(before: Catalog | null, after: Catalog): Changes {
  if (before === null) {
    return { added: [], gone: [], renamed: [] }
  }
  const [was, is] = [namesOf(before), namesOf(after)]
  const added = [...is].filter(([id]) => !was.has(id)).map(([, name]) => name)
  const gone = [...was].filter(([id]) => !is.has(id)).map(([, name]) => name)
  const renamed = [...is].filter(([id, name]) => was.has(id) && was.get(id) !== name).map(([, name]) => name)
  return { added, gone, renamed }
}

/** "3 new (A, B and C), 1 gone (D)", or "no changes". */
export function describeChanges({ added, gone, renamed }: Changes): string {
  const parts = [describeNames(added, 'new'), describeNames(gone, 'gone'), describeNames(renamed, 'renamed')].filter(
    (part) => part !== '',
  )
  return parts.length === 0 ? 'no changes' : parts.join(', ')
}

function namesOf({ courses, bundles }: Catalog): Map<string, string> {
  return new Map([
    ...courses.map(({ id, name }) => [`course ${id}`, name] as const),
    ...bundles.map(({ id, name }) => [`bundle ${id}`, name] as const),
  ])
}

function describeNames(names: string[], what: string): string {
  if (names.length === 0) {
    return ''
  }
  const shown = names.slice(0, MOST_NAMES)
  const more = names.length - shown.length
  const list = more > 0 ? [...shown, `${more} more`] : shown
  const spoken = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
  return `${names.length.toLocaleString('en-US')} ${what} (${spoken})`
}
