/**
 * `npm run bench`: design's budgets as a table of what was measured. Exits 0 whether they are met or not, within ten minutes.
 * Arguments name parts to measure alone. `--keep` writes the operations counted per event into operations.json, which the
 * operator's guide prices.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, table } from '../test/bench/figures'
import type { Measured } from '../test/bench/part'
import { bundleAll } from '../test/bench/workers'
import { QUIET, ROOT } from './child'

const PARTS = [
  'start',
  'intake',
  'calls',
  'burst',
  'real-bursts',
  'imports',
  'matching',
  'journal',
  'ledger',
  'waiting',
  'pages',
  'platform',
] as const
const OPERATIONS = join(ROOT, '.run', 'operations.json')
const KEEP = '--keep'
/** After this the parts still to come are not begun, and the one under way is ended. */
const MOST_MS = 9.5 * 60_000
/** Far more than any part takes on two quiet cores. */
const MOST_OF_ONE_MS = 3 * 60_000

const began = performance.now()
const wanted = process.argv.slice(2).filter((argument) => argument !== KEEP)
const [cpu] = cpus()
const today = new Date().toISOString().slice(0, 10)
console.log(`${today}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}\n`)

const folder = mkdtempSync(join(tmpdir(), 'enrollwire-bench-'))
writeFileSync(join(folder, 'bundles.json'), JSON.stringify(await bundleAll()))
const figures: Figure[] = []
for (const name of PARTS) {
  if (wanted.length > 0 && !wanted.includes(name)) {
    continue
  }
  const { figures: own, perEvent } = await part(name)
  figures.push(...own)
  if (perEvent !== undefined && process.argv.includes(KEEP)) {
    const kept = { measured: today, perEvent: Object.fromEntries(Object.entries(perEvent).map(rounded)) }
    writeFileSync(OPERATIONS, `${JSON.stringify(kept, null, 2)}\n`)
  }
}
rmSync(folder, { recursive: true })

console.log(table(figures))
const missed = figures.filter(({ met }) => met === false).length
console.log(`\n${figures.filter(({ met }) => met).length} budgets met, ${missed} missed`)
process.exit(0)

/** A part runs in a process of its own: one that dies or takes too long is a line of the table, not the end of the bench. */
async function part(name: string): Promise<Measured> {
  const left = Math.min(MOST_OF_ONE_MS, MOST_MS - (performance.now() - began))
  if (left <= 0) {
    return unmeasured(name, 'the ten minutes were used up')
  }
  const since = performance.now()
  // A group of its own, so that the runtimes it started end with it.
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'test', 'bench', 'part.ts'), name, folder], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...QUIET },
    detached: true,
  })
  const end = () => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'))
  const late = setTimeout(end, left)
  const stopped = () => {
    end()
    process.exit(130)
  }
  process.once('SIGINT', stopped)
  const ended = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(String(error)))
    child.on('close', (code, signal) => resolve(signal === null ? `code ${code}` : `signal ${signal}`))
  })
  clearTimeout(late)
  process.off('SIGINT', stopped)
  const seconds = ((performance.now() - since) / 1000).toFixed(0)
  console.error(`${name}: ${seconds} s`)
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Measured
  } catch {
    return unmeasured(name, `its process ended with ${ended} after ${seconds} s`)
  }
}

function unmeasured(name: string, why: string): Measured {
  return { figures: [{ what: name, budget: null, measured: `not measured: ${why}`, met: false }] }
}

function rounded([what, times]: [string, number]): [string, number] {
  return [what, Number(times.toFixed(2))]
}
