/** Which station imports which, as lines to read. */
import { grouped } from './grouped'
import { ENV, levelOf, ORDER, stationOf } from './stations'
import type { Edge } from './tree'

interface Count {
  value: number
  type: number
}

/** One line a station, from the entry down: `web (93 files)  rules 12+30`, imports by value + by type. */
export function folderGraph(edges: Edge[], paths: string[]): string[] {
  const files = grouped(paths, stationOf)
  const stations = [...files.keys()].sort(fromTheTop)
  const names = stations.map((station) => `${station} (${files.get(station)?.length})`)
  const width = Math.max(0, ...names.map((name) => name.length))
  return stations.map((station, n) => `${names[n]?.padEnd(width)}  ${importsOf(station, edges) || '–'}`)
}

function importsOf(station: string, edges: Edge[]): string {
  const counts = new Map<string, Count>()
  for (const { from, to, kind } of edges) {
    const imported = to === null ? station : stationOf(to)
    if (stationOf(from) === station && imported !== station) {
      const count = counts.get(imported) ?? { value: 0, type: 0 }
      count[kind] += 1
      counts.set(imported, count)
    }
  }
  const sorted = [...counts].sort(([a], [b]) => fromTheTop(a, b))
  return sorted.map(([imported, { value, type }]) => `${imported} ${value}+${type}`).join(', ')
}

/** Stations without a place come last; env, which all may name, comes after them. */
function fromTheTop(a: string, b: string): number {
  const place = (station: string) => levelOf(station) ?? ORDER.length + (station === ENV ? 1 : 0)
  return place(a) - place(b) || a.localeCompare(b)
}
