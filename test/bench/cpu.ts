/** CPU time of a runtime's process, from Linux's own account of it. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second. */
const TICK_MS = 10

/** Ids of the workerd processes this one started; empty where there is no /proc. */
export function runtimes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((id) => {
        const stat = statOf(id)
        return stat !== null && stat.name === 'workerd' && stat.parent === process.pid
      })
  } catch {
    return []
  }
}

/** User and system time spent so far, ms; NaN for a process that is gone. */
export function cpuOf(id: number): number {
  return statOf(id)?.cpuMs ?? Number.NaN
}

/** Memory it holds now, MB. */
export function memoryOf(id: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))
  return Number(line?.[1] ?? Number.NaN) / 1000
}

function statOf(id: number): { name: string; parent: number; cpuMs: number } | null {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
    const fields = rest.split(' ')
    return { name, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS }
  } catch {
    return null
  }
}
