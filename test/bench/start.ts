/** `npm start` as a newcomer runs it: how long until it serves, and the memory of all its processes once it is idle. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LAST_LINE } from '../../.run/announcement'
import { ROOT } from '../../.run/child'
import { type Figure, median } from './figures'

const BUDGET = { firstS: 6, laterS: 4, pssMiB: 450 }
const ROUNDS = 3
const IDLE_AFTER_MS = 10_000

/** On the usual ports, since the demo that `npm ci` prepared is for them. */
export async function startFigures(): Promise<Figure[]> {
  const took: { first: number[]; later: number[] } = { first: [], later: [] }
  let pss = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-start-'))
    try {
      for (const when of ['first', 'later'] as const) {
        const run = await timed(stateDir)
        took[when].push(run.seconds)
        if (round === 0) {
          await sleep(IDLE_AFTER_MS)
          pss = Math.max(pss, pssOf(run.process.pid ?? 0))
        }
        await stop(run.process)
      }
    } finally {
      rmSync(stateDir, { recursive: true, force: true })
    }
  }
  const line = (what: string, most: number, unit: string, value: number): Figure => ({
    what,
    budget: `≤ ${most} ${unit}`,
    measured: `**${value.toFixed(unit === 's' ? 1 : 0)} ${unit}**`,
    met: value <= most,
  })
  return [
    line('npm start on a new state, until it serves', BUDGET.firstS, 's', median(took.first)),
    line('npm start again, until it serves', BUDGET.laterS, 's', median(took.later)),
    line('npm start, idle: memory of all its processes (PSS)', BUDGET.pssMiB, 'MiB', pss),
  ]
}

async function timed(stateDir: string): Promise<{ process: ChildProcess; seconds: number }> {
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, STATE_DIR: stateDir },
  })
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (text) => {
      printed += text
      if (printed.includes(LAST_LINE)) {
        resolve({ process: child, seconds: (performance.now() - began) / 1000 })
      }
    })
    child.once('close', () => reject(new Error(`It ended before it served: ${printed}`)))
  })
}

/** As Ctrl-C does. */
async function stop(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await exit
}

/** MiB of a process and all it started; what they share counts once. */
export function pssOf(root: number): number {
  const parents = new Map(
    readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? [[Number(pid), parentOf(pid)]] : [])),
  )
  const isOwn = (pid: number | undefined): boolean => pid !== undefined && (pid === root || isOwn(parents.get(pid)))
  const kibs = [...parents.keys()].filter(isOwn).map((pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  })
  return kibs.reduce((sum, kib) => sum + kib, 0) / 1024
}

function parentOf(pid: string): number | undefined {
  try {
    // The name stands in parentheses and may hold anything.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    )
  } catch {
    return undefined
  }
}
