/** Seals every stored secret again under the newest key. The order keeps each of them readable at every moment. */
import { randomBytes } from 'node:crypto'
import { reseal } from '../src/secrets/key-rotation'
import { parseSealingKeys } from '../src/secrets/sealing-keys'
import { type Column, readColumn, SEALED_COLUMNS, writeColumn } from './sealed-columns'
import { DeployError, type Terminal } from './wrangler'

export interface ResealTools extends Pick<Terminal, 'wrangler' | 'print'> {
  /** Which database: wrangler's arguments after `d1 execute DB`. */
  where: string[]
  /** Leaves the keys for their owner to put away, then gives them to the Worker; resolves once it surely uses them. */
  putKeys: (keys: string) => Promise<void>
}

const KEY_BYTES = 32
/** A secret saved meanwhile may still be under the old key; a second look finds it. */
const MOST_PASSES = 5

/** `newKey`: makes a key first. Throws DeployError, or SealingKeysError, before anything is written that could be lost. */
export async function resealAll(tools: ResealTools, given: string, newKey: boolean): Promise<void> {
  const keys = newKey ? `${freshKey(given)} ${given.trim()}` : given
  const [newest, ...older] = parseSealingKeys(keys)
  await checked(tools, keys, newKey)
  if (newKey) {
    tools.print(`Giving the Worker the new key ${newest.id} beside the old ones …`)
    await tools.putKeys(keys)
  }
  tools.print(`Sealed again under ${newest.id}: ${await rewritten(tools, keys)}`)
  const rest = older.map(({ id }) => id).join(', ')
  if (rest) {
    tools.print(`Once /status counts nothing under ${rest}, SEALING_KEYS no longer needs it.`)
  }
}

/** Nothing is written while a single secret could not be read, or under a key the Worker may not have. */
async function checked(tools: ResealTools, keys: string, newKey: boolean): Promise<void> {
  const plans = await Promise.all(SEALED_COLUMNS.map(async (column) => reseal(keys, await readColumn(tools, column))))
  const lost = plans.flatMap((plan) => plan.lost)
  if (lost.length > 0) {
    const list = lost.map(({ id, reason }) => `  ${id}: ${reason}`).join('\n')
    throw new DeployError(`These keys do not open everything, so nothing was changed:\n${list}`)
  }
  const current = plans.reduce((sum, plan) => sum + plan.current, 0)
  const stale = plans.reduce((sum, plan) => sum + plan.rows.length, 0)
  if (!newKey && current === 0 && stale > 0) {
    const [{ id }] = parseSealingKeys(keys)
    throw new DeployError(
      `Nothing is sealed under ${id} yet, so the Worker may not have it. Use --new-key, which makes a key and gives it to the Worker first.`,
    )
  }
}

async function rewritten(tools: ResealTools, keys: string): Promise<number> {
  let written = 0
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const counts = await Promise.all(SEALED_COLUMNS.map((column) => rewriteColumn(tools, keys, column)))
    const changed = counts.reduce((sum, count) => sum + count, 0)
    if (changed === 0) {
      return written
    }
    written += changed
  }
  throw new DeployError('Secrets are still being saved under the old key. Wait a minute and run this again.')
}

async function rewriteColumn(tools: ResealTools, keys: string, column: Column): Promise<number> {
  const { rows } = await reseal(keys, await readColumn(tools, column))
  await writeColumn(tools, column, rows)
  return rows.length
}

/** One number above the highest, k1 → k2; other names are left as they are. */
function freshKey(given: string): string {
  const numbers = parseSealingKeys(given).map(({ id }) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0))
  return `k${Math.max(...numbers) + 1}:${randomBytes(KEY_BYTES).toString('base64')}`
}
