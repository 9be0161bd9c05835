/**
 * The demo that `npm ci` prepared: the state of a start of its own, on this machine alone, which a first start takes over. It
 * is taken for half a day, since it shows when things happened; after that, a first start makes the demo as always.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SECRETS_FILE } from '../local-secrets'

const GOOD_FOR_MS = 12 * 60 * 60_000

/** What is in the folder of a prepared demo. */
export const PREPARED = { state: 'state', about: 'about.json' }

/** Within a state: how to sign in to its demo. It is there once the demo is whole. */
export const DEMO_FILE = 'demo.json'

export interface AboutDemo {
  /** When it was made. */
  at: number
  /** It names its receiver by this port. */
  thinkificPort: number
}

/** Within a state: a copy under way, and a whole one that is being moved to its place. */
const COPYING = 'demo-copying'
const WHOLE = 'demo-whole'
/** Moved last: a state without secrets is not read. */
const LAST = SECRETS_FILE

/**
 * Begins a new state with it, if one is there that fits. A run that is killed meanwhile leaves what the next one finishes.
 * @param thinkificPort null: the simulator is not used
 */
export function takePreparedDemo(
  folder: string,
  stateDir: string,
  thinkificPort: number | null,
  now = Date.now(),
): void {
  rmSync(join(stateDir, COPYING), { recursive: true, force: true })
  if (readdirSync(stateDir).length === 0 && fits(folder, thinkificPort, now)) {
    cpSync(join(folder, PREPARED.state), join(stateDir, COPYING), { recursive: true })
    renameSync(join(stateDir, COPYING), join(stateDir, WHOLE))
  }
  if (existsSync(join(stateDir, WHOLE))) {
    moveToPlace(stateDir)
  }
}

function fits(folder: string, thinkificPort: number | null, now: number): boolean {
  const about = join(folder, PREPARED.about)
  if (!existsSync(about)) {
    return false
  }
  const { at, thinkificPort: own }: AboutDemo = JSON.parse(readFileSync(about, 'utf8'))
  return own === thinkificPort && now >= at && now < at + GOOD_FOR_MS
}

function moveToPlace(stateDir: string): void {
  const whole = join(stateDir, WHOLE)
  const names = readdirSync(whole).sort((one, other) => Number(one === LAST) - Number(other === LAST))
  for (const name of names) {
    renameSync(join(whole, name), join(stateDir, name))
  }
  rmdirSync(whole)
}
