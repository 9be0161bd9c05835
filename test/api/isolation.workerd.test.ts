/** A token reaches nothing of another marketplace, whatever ids it names. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { everything } from '../web/isolation/everything'
import { CANARY, type Shop, shop } from '../web/isolation/shop'
import { type Client, clientOf, newClient } from './client'
import { type DescribedOperation, OPERATIONS } from './document'
import { valid } from './valid-data'

const BODIES_EACH = 4
/** The shop's entries did nothing that could be undone; test/worker/api-undo.workerd.test.ts asks where they did. */
const UNDO_PREVIEWS = ['previewRuleUndo', 'previewEntryUndo', 'previewImportUndo', 'previewPastEndings']

let canary: Shop
let rival: Client
let newcomer: Client

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  canary = await shop(CANARY)
  rival = await clientOf((await shop('rival')).marketplace)
  newcomer = await newClient('newcomer')
})

/** All that is stored of the shop. */
async function ofCanary(): Promise<string[]> {
  const { ids } = canary
  const marks = [`"marketplace":"${ids.marketplace}"`, `"endpoint":"${ids.endpoint}"`, ids.event ?? '', CANARY]
  return (await everything()).filter((row) => marks.some((mark) => row.includes(mark)))
}

/** Its ids, without words that a program made up itself. */
function namesOf({ ids }: Shop): string[] {
  return Object.entries(ids).flatMap(([name, id]) => (['word', 'recipe', 'announcement'].includes(name) ? [] : [id]))
}

function pathTo({ path }: DescribedOperation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = canary.ids[name]
    if (id === undefined) {
      throw new Error(`shop.ts has no id for ${name} of ${path}`)
    }
    return encodeURIComponent(id)
  })
}

function bodiesFor({ body }: DescribedOperation): unknown[] {
  return body === null ? [undefined] : fc.sample(valid(body, namesOf(canary)), { numRuns: BODIES_EACH, seed: 11 })
}

describe('A token of another marketplace', () => {
  test('is shown nothing of this one by its ids, and changes nothing there', async () => {
    const before = await ofCanary()
    const shown: string[] = []
    for (const operation of OPERATIONS) {
      for (const client of [rival, newcomer]) {
        for (const body of bodiesFor(operation)) {
          const { status, body: answer } = await client.ask(operation.method, pathTo(operation), body)
          if (status >= 500 || JSON.stringify(answer).includes(CANARY)) {
            shown.push(`${operation.name} ${status}`)
          }
        }
      }
    }
    expect(shown).toEqual([])
    expect(await ofCanary()).toEqual(before)
    expect((await rival.get('/products')).status).toBe(200)
  })

  test('would have found what it looked for with a token of this one', async () => {
    const own = await clientOf(canary.marketplace)
    const reads = OPERATIONS.filter(({ method }) => method === 'GET')
    const shown: string[] = []
    for (const operation of reads) {
      const { body } = await own.ask('GET', pathTo(operation))
      if (JSON.stringify(body).includes(CANARY)) {
        shown.push(operation.name)
      }
    }
    const empty = ['listImportRows', 'getAccess', 'listTargets', ...UNDO_PREVIEWS]
    expect(reads.map(({ name }) => name).filter((name) => !shown.includes(name) && !empty.includes(name))).toEqual([])
  })
})

describe('A token that was revoked while its request was under way', () => {
  test.each([
    ['DELETE', '/imports/{import}', undefined],
    ['POST', '/rules/{rule}/undos', {}],
    ['POST', '/rules/{rule}/past-endings', undefined],
    ['POST', '/entries/{entry}/undos', undefined],
    ['POST', '/imports/{import}/undos', undefined],
    ['PUT', '/integrations/{integration}/reconciliations/schedule', { weekly: true }],
    ['POST', '/integrations/{integration}/differences/fixes', { fix: 'leave', differences: ['x'] }],
    ['POST', '/configuration/changes', { configuration: { version: 1, products: [{ id: 'new', name: 'New' }] } }],
  ])('changes nothing that only an admin may change: %s %s', async (method, path, body) => {
    const own = await clientOf(canary.marketplace, 'write', `midway ${path}`)
    const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(canary.ids[name] ?? ''))
    const revoked = await own.revokedMidway(method, at, body)
    expect([revoked.status, revoked.body.type]).toEqual([403, 'urn:enrollwire:problem:no-admin'])
    expect((await own.get('/products')).status).toBe(401)
  })
})
