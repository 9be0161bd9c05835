/** Matching with few and many rules: the product's own statement over D1's tables in SQLite, and the pure match after it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ROOT } from '../../.run/child'
import { RULES } from '../../src/dispatch/candidate-rules'
import { match } from '../../src/rules/match'
import { sampleEvent, sampleItem, sampleRule } from '../journal/samples'
import { cpuMs, type Figure, median, medianRatio } from './figures'

const SIZES = [10, 1_000, 100_000]
const ROUNDS = 15
const LOOK_UPS = 400
const BUDGET = 1.2

export async function matchingFigures(): Promise<Figure[]> {
  const worlds = SIZES.map((rules) => ({ rules, look: worldOf(rules), took: [] as number[] }))
  for (const { look } of worlds) {
    await timed(look)
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const world of round % 2 === 0 ? worlds : [...worlds].reverse()) {
      world.took.push(await timed(world.look))
    }
  }
  const [few, ...more] = worlds
  return more.map(({ rules, took }) => {
    const ratio = medianRatio(took, few?.took ?? [])
    const times = `${median(took).toFixed(1)} against ${median(few?.took ?? []).toFixed(1)} µs`
    const budgeted = rules === SIZES.at(-1)
    return {
      what: `match with ${rules.toLocaleString('en')} rules against ${few?.rules}`,
      budget: budgeted ? `≤ ${BUDGET}×` : null,
      measured: `**${ratio.toFixed(2)}×** (${times})`,
      met: budgeted ? ratio <= BUDGET : null,
    }
  })
}

/** One marketplace's rules, each for a product of its own but for two global ones. */
function worldOf(rules: number): () => void {
  const database = new DatabaseSync(':memory:')
  for (const file of readdirSync(join(ROOT, 'migrations')).sort()) {
    database.exec(readFileSync(join(ROOT, 'migrations', file), 'utf8'))
  }
  database.exec(
    `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES ('i1','m1','thinkific','Academy','academy','api_key','x',120,0,NULL,1,1,NULL)`,
  )
  const insert = database.prepare(
    `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?,'m1','i1',?,'product.purchased','create_course','course','7','Course','Rule',1,NULL,'at_once',NULL,0,0,1,1)`,
  )
  database.exec('BEGIN')
  for (let n = 0; n < rules; n += 1) {
    insert.run(`r${n}`, n < 2 ? '*' : `p${n}`)
  }
  database.exec('COMMIT')
  const statement = database.prepare(RULES)
  const bought = sampleEvent({ items: [sampleItem('p5')] })
  const fired = [[{ trigger: 'product.purchased' as const, happenedAt: 0, impliedBy: null }]]
  const wanted = JSON.stringify([
    ['m1', 'p5', ['product.purchased']],
    ['m1', '*', ['product.purchased']],
  ])
  return () => {
    const candidates = statement
      .all(wanted)
      .map((row) => sampleRule({ id: String(row.id), product: String(row.product) }))
    const firings = match(bought, fired, candidates, 'receipt')
    if (firings.length !== 3) {
      throw new Error(`${firings.length} firings, not 3`)
    }
  }
}

/** Microseconds a look-up. */
async function timed(look: () => void): Promise<number> {
  const took = await cpuMs(() => {
    for (let n = 0; n < LOOK_UPS; n += 1) {
      look()
    }
  })
  return (took * 1000) / LOOK_UPS
}
