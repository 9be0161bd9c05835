/** A journal that fills itself with entries that wait, beside the bundle as `product.js`. */
import * as product from './product.js'

export class Journal extends product.Journal {
  /** Purchases with real bodies, all of them parked for a credential that was rejected: the first as it is received, the rest as copies of it. */
  async fill(from, count, bodyChars) {
    const first = arrival(from, bodyChars)
    const [{ firings }] = await this.receiveAll([first])
    const [{ firing }] = firings
    const sentence = 'Thinkific does not accept the API key of Academy any more.'
    const settling = { final: false, at: Date.now(), reason: 'credentials', sentence, parked: true, attempts: [] }
    await this.record([{ event: first.event.id, firing: firing.id, settling }])
    const { sql } = this.ctx.storage
    const [receipt] = sql.exec('SELECT key, opened, prints, doc FROM receipts LIMIT 1').toArray()
    const [wait] = sql.exec('SELECT * FROM waiting LIMIT 1').toArray()
    this.ctx.storage.transactionSync(() => {
      for (let n = from + 1; n < from + count; n += 1) {
        const { event } = arrival(n, bodyChars)
        const key = `${crypto.randomUUID().slice(0, 16)}.${event.id}`
        const doc = { ...JSON.parse(receipt.doc), key, event }
        sql.exec(
          'INSERT INTO receipts VALUES (?, ?, NULL, ?, ?)',
          key,
          receipt.opened + n,
          receipt.prints,
          JSON.stringify(doc),
        )
        const { at, since, reason, parked, attempts } = wait
        sql.exec(
          'INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)',
          `${key}~1`,
          at,
          since,
          reason,
          parked,
          sentence,
          attempts,
        )
      }
    })
  }

  async die() {
    this.ctx.abort('to wake with nothing in memory')
  }

  async ring() {
    await this.alarm()
  }
}

export const ThinkificSite = product.ThinkificSite

const STEPS = {
  // The object itself: an idle one is evicted, with what it had in memory.
  nothing: (journal) => journal.sitesLeft(),
  fill: (journal, [from, count, bodyChars]) => journal.fill(from, count, bodyChars),
  die: (journal) => journal.die().catch(() => undefined),
  wake: (journal, [n]) => journal.receiveAll([arrival(n, 100)]),
  alarm: (journal) => journal.ring(),
  'log page': (journal) => journal.log({}),
  search: (journal) => journal.log({ search: 'customer 4711' }),
  '/status': (journal) => journal.health(),
  overview: (journal) => journal.overview(),
  release: (journal) => journal.releaseParked({ site: 'academy' }),
}

export default {
  async fetch(request, env) {
    const { step, args } = await request.json()
    const answer = await STEPS[step](env.JOURNAL.getByName('waiting'), args)
    return Response.json(answer ?? null)
  },
}

function arrival(n, bodyChars) {
  const at = Date.now()
  return {
    event: {
      v: 1,
      id: `evt_${String(n).padStart(24, '0')}`,
      marketplace: 'waiting',
      ...SOURCE,
      tells: 'facts',
      type: 'product.purchased',
      typeWord: 'product.purchased',
      problem: null,
      happenedAt: at,
      receivedAt: at,
      test: null,
      orderId: `1902${n}`,
      customFields: { Company: 'Acme' },
      customer: { email: `customer${n}@example.com`, firstName: 'Customer', lastName: String(n), id: `c${n}` },
      items: [{ productId: '440369', productName: 'Club', role: 'primary', subscription: null, fingerprint: null }],
      body: JSON.stringify({ type: 'product.purchased', data: filler(n, bodyChars) }),
    },
    candidates: [RULE],
  }
}

const SOURCE = {
  source: { kind: 'endpoint', endpoint: 'ep', sender: 'standard', format: 'standard' },
  endpoint: 'ep',
  dialect: 'standard',
}

/** Different text in each, as real bodies are. */
function filler(n, chars) {
  let text = ''
  for (let word = 0; text.length < chars; word += 1) {
    text += `field_${word}="${(n * 7919 + word * 104_729) % 1_000_003}" `
  }
  return text.slice(0, chars)
}

const RULE = {
  id: 'r1',
  marketplace: 'waiting',
  name: 'Welcome',
  integration: 'i1',
  integrationName: 'Academy',
  site: 'academy',
  action: 'create_course',
  trigger: 'product.purchased',
  product: '440369',
  on: true,
  target: { kind: 'course', id: '7', name: 'Course Two' },
  options: { accessDays: null, end: { when: 'at_once' }, skipTest: false, removeAlways: false },
}
