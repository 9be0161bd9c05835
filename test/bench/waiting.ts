/** The memory of a journal in which a launch waits, measured in the runtime itself. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ROOT } from '../../.run/child'
import type { Figure } from './figures'
import { connectInspector } from './inspector'
import { startProduct } from './workers'

const ENTRIES = 50_000
/** Of a post with a few items and custom fields. */
const BODY_CHARS = 6_300
const FILLED_AT_ONCE = 1_000
const BUDGET_MB = 60
const STEPS = ['wake', 'log page', 'search', '/status', 'overview', 'alarm', 'release', 'wake'] as const
const MB = 1_000_000

/** @param code the product's bundle */
export async function waitingFigures(product: Record<string, string>, entries = ENTRIES): Promise<Figure[]> {
  const inspectorPort = await freePort()
  const worker = readFileSync(join(ROOT, 'test', 'bench', 'waiting-worker.js'), 'utf8')
  const miniflare = startProduct({ modules: { 'main.js': worker, ...product }, inspectorPort })
  try {
    const url = await miniflare.unsafeGetDirectURL()
    const ask = async (step: string, ...args: number[]) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ step, args }) })
      if (!answer.ok) {
        throw new Error(`${step}: ${await answer.text()}`)
      }
    }
    await ask('log page')
    const inspector = await connectInspector(inspectorPort, () => ask('nothing'))
    const before = await inspector.heldBytes()
    for (let from = 0; from < entries; from += FILLED_AT_ONCE) {
      await ask('fill', from, FILLED_AT_ONCE, BODY_CHARS)
    }
    await ask('die')
    const held: string[] = []
    const took: number[] = []
    let most = 0
    for (const [index, step] of STEPS.entries()) {
      const began = performance.now()
      await ask(step, entries + index)
      took.push(performance.now() - began)
      const mb = ((await inspector.heldBytes()) - before) / MB
      most = Math.max(most, mb)
      held.push(`${step} ${mb.toFixed(0)}`)
    }
    inspector.close()
    return [
      {
        what: `a journal with ${entries.toLocaleString('en')} entries that wait, ${BODY_CHARS / 1_000} KB each, in the runtime’s memory`,
        budget: `≤ ${BUDGET_MB} MB`,
        measured: `**${most.toFixed(0)} MB** at most (${held.join(', ')}); an object has 128`,
        met: most <= BUDGET_MB,
      },
      {
        what: 'the same journal, once it was evicted',
        budget: null,
        measured: `${took[0]?.toFixed(0)} ms for its first event, ${took[1]?.toFixed(0)} ms for the first page, which reads all of them`,
        met: null,
      },
    ]
  } finally {
    await miniflare.dispose()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
