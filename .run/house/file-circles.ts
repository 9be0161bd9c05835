/** No files import each other in a circle: neither of them can then be read, or loaded, first. Types are left out. */
import type { Check } from './check'
import { components } from './components'
import { grouped } from './grouped'
import type { Edge } from './tree'

export function fileCircles(edges: Edge[]): Check {
  const values = edges.flatMap(({ from, to, kind }) => (to === null || kind === 'type' ? [] : [{ from, to }]))
  const graph = [...grouped(values, ({ from }) => from)].map(
    ([from, own]) => [from, new Set(own.map(({ to }) => to))] as const,
  )
  const findings = components(new Map(graph)).map((files) => {
    const [where = '', ...others] = files.sort()
    return { where, says: `imports, and is imported by, ${others.join(', ')}` }
  })
  return { name: 'Import circles between files', figure: `${findings.length}`, findings }
}
