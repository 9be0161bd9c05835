/** CPU time of a runtime's process, from Linux's own account of it: the scheduler's, to the nanosecond. */
import { readdirSync, readFileSync } from 'node:fs'

/** Ids of the workerd processes this one started; empty where there is no /proc. */
export function runtimes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((id) => {
        const stat = statOf(id)
        return stat?.name === 'workerd' && stat.parent === process.pid
      })
  } catch {
    return []
  }
}

/** User and system time its threads spent so far, ms; NaN for a process that is gone. */
export function cpuOf(id: number): number {
  try {
    const threads = readdirSync(`/proc/${id}/task`)
    const ran = threads.map((thread) => readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    return ran.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1e6
  } catch {
    return Number.NaN
  }
}

function statOf(id: number): { name: string; parent: number } | null {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
    return { name, parent: Number(rest.split(' ')[1]) }
  } catch {
    return null
  }
}
