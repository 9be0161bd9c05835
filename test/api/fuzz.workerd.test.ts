/**
 * Every operation of the document is sent what it says it takes, and what it does not: no fault, each answer is as it is
 * described, and what is refused changes nothing.
 */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { oddData, oddText } from '../fuzz/odd'
import { shortenWaits } from '../stalled-parts'
import { type Shop, shop } from '../web/isolation/shop'
import { type ApiReply, type Client, clientOf } from './client'
import { type DescribedOperation, type JsonSchema, OPERATIONS } from './document'
import { valid } from './valid-data'

const RUNS_EACH = sized(8, 150)
/** First what changes, then what takes away. */
const IN_ORDER = [...OPERATIONS].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
const sent = { done: 0, refused: 0 }

let full: Shop
let program: Client
let errors: ReturnType<typeof vi.spyOn>

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  const queue = Object.getPrototypeOf(env.EVENTS) as Queue
  for (const name of ['send', 'sendBatch'] as const) {
    vi.spyOn(queue, name).mockImplementation((async () => {}) as never)
  }
  shortenWaits(10)
  full = await shop('api-fuzzed')
  errors = vi.spyOn(console, 'error').mockImplementation(() => {})
})

interface Asked {
  path: string
  body: unknown
  headers: Record<string, string>
}

function requestsTo({ path, parameters, body, upload }: DescribedOperation): fc.Arbitrary<Asked> {
  const ids = Object.values(full.ids)
  const parts = (where: string, each: (name: string, schema: JsonSchema) => fc.Arbitrary<unknown>) =>
    Object.fromEntries(
      parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, each(name, schema)]),
    )
  const inPath = (name: string) => fc.oneof(fc.constant(full.ids[name] ?? 'none'), fc.constantFrom(...ids), oddText)
  const query = fc.record(
    parts('query', (name, schema) =>
      name === 'cursor' ? oddText : fc.oneof({ weight: 3, arbitrary: valid(schema, ids) }, oddText),
    ),
    { requiredKeys: [] },
  )
  const key = fc.constantFrom('a', 'b', 'x'.repeat(300), '“', '')
  return fc.record({
    path: fc
      .tuple(fc.record(parts('path', inPath)), query, fc.option(oddText, { nil: undefined, freq: 6 }))
      .map(([at, asked, more]) => {
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(wellFormed(at[name])) || '%20')
        const all = [...Object.entries(asked), ...(more === undefined ? [] : [['more', more]])]
        return `${filled}?${new URLSearchParams(all.map(([name, value]) => [String(name), wellFormed(value)]))}`
      }),
    body: body === null ? fc.constant(undefined) : fc.oneof({ weight: 3, arbitrary: valid(body, ids) }, oddData),
    headers: fc
      .record(
        {
          'idempotency-key': key,
          'if-match': fc.constantFrom('*', '"x"', 'x', ''),
          'if-none-match': fc.constantFrom('*', 'W/"x"'),
        },
        { requiredKeys: [] },
      )
      .map((all) => (upload ? { ...all, 'content-type': 'multipart/form-data; boundary=x' } : all)),
  })
}

function wellFormed(value: unknown): string {
  return String(value ?? '').toWellFormed()
}

/** Header values that no HTTP client would send are left out. */
function sendable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[\u0020-\u007e]*$/.test(value)))
}

function expectDescribed({ name, answers }: DescribedOperation, { status, headers, body }: ApiReply): void {
  const described = answers[status]
  expect([name, status, described !== undefined]).toEqual([name, status, true])
  if (described == null) {
    expect([name, body]).toEqual([name, null])
    return
  }
  expect([name, headers.get('content-type')?.split(';')[0]]).toEqual([name, described.type])
  const read = described.schema.safeParse(body)
  expect([name, read.error?.issues ?? []]).toEqual([name, []])
}

describe('Anything at all', () => {
  test.each(IN_ORDER.map((operation) => [operation.name, operation] as const))('%s takes it', async (_, operation) => {
    // One token makes 600 requests a minute.
    await env.DB.prepare('DELETE FROM api_tokens WHERE marketplace = ? AND id <> ?')
      .bind(full.marketplace, full.ids.token)
      .run()
    program = await clientOf(full.marketplace)
    errors.mockClear()
    const anything = fc.asyncProperty(requestsTo(operation), async ({ path, body, headers }) => {
      const reply = await program.ask(operation.method, path, body, sendable(headers))
      expect(reply.status).toBeLessThan(500)
      expectDescribed(operation, reply)
      sent[reply.status < 400 ? 'done' : 'refused'] += 1
    })
    await fc.assert(anything, { numRuns: RUNS_EACH, endOnFailure: true, ...seed(7) })
    expect(errors.mock.calls).toEqual([])
  })

  test('was done as well as refused', async ({ annotate }) => {
    await annotate(`${OPERATIONS.length} operations, ${sent.done} requests done, ${sent.refused} refused`)
    expect(sent.done).toBeGreaterThan(OPERATIONS.length)
    expect(sent.refused).toBeGreaterThan(OPERATIONS.length)
    expect((await program.get('/marketplaces')).status).toBe(200)
  })
})
