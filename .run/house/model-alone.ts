/** The shared model imports nothing: no other station, no package, not even a type. */
import type { Check } from './check'
import { stationOf } from './stations'
import type { Edge } from './tree'

export function modelAlone(edges: Edge[], paths: string[]): Check {
  const findings = edges
    .filter(({ from, to }) => stationOf(from) === 'model' && (to === null || stationOf(to) !== 'model'))
    .map(({ from, line, specifier }) => ({ where: `${from}:${line}`, says: `model imports ${specifier}` }))
  const files = paths.filter((path) => stationOf(path) === 'model').length
  return { name: 'Model imports nothing', figure: `${files} files`, findings }
}
