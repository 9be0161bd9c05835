/** Every form the app registers is sent nonsense by an admin who is signed in: no fault, and whatever is refused writes nothing. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { shortenWaits } from '../stalled-parts'
import { everything, settledState } from '../web/isolation/everything'
import { type Shop, shop } from '../web/isolation/shop'
import { type Answer, Visitor } from '../web/isolation/visitor'
import { FOR_ANYONE, filled, forms, nameOf, ROUTES } from '../web/isolation/walk'
import { MARKUP, oddText } from './odd'

/** Forms sent to each route; those behind a password's hash cost a quarter of a second each. */
const FORMS_EACH = sized(3, 60)
const HASHED = /password|sign-up|setup/
const FORMS_HASHED = sized(2, 6)
/** These end the session, or the membership, that everything else needs. */
const ENDS_IT = /sign-out|sessions\/endings|sessions\/:session\/endings|\/departures$|marketplace\/deletions$/
const TAKES_AWAY = /deletions|removals|withdrawals|revocations|erasures/
/** First what changes, then what takes away. */
const ROUTES_WITH_FORMS = ROUTES.filter(({ method, path }) => method === 'POST' && !ENDS_IT.test(path)).sort(
  (a, b) => Number(TAKES_AWAY.test(a.path)) - Number(TAKES_AWAY.test(b.path)),
)

const MADE = { madeOnly: true }

const queued = vi.fn(async () => {})
const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
/** How many of all forms were taken, and how many refused. */
const sent = { taken: 0, refused: 0 }
let full: Shop
/** What is stored once the form before has done its work. */
let stored: string[] | null = null
let fields: string[]

beforeAll(async () => {
  // A Thinkific that is silent: whatever a form would have it do, it does not.
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  // A queue that takes everything and brings nothing: what is stored changes by forms alone.
  const queue = Object.getPrototypeOf(env.EVENTS) as Queue
  for (const name of ['send', 'sendBatch'] as const) {
    vi.spyOn(queue, name).mockImplementation(queued as never)
  }
  // A test event is looked for until it arrives, which none does here.
  shortenWaits(10)
  full = await shop('fuzzed')
  await silenceAlarms()
  fields = await fieldsOnPages()
  errors.mockClear()
})

describe('Nonsense in forms', () => {
  test('there are forms to send and fields to fill', () => {
    expect(ROUTES_WITH_FORMS.length).toBeGreaterThan(30)
    expect(fields.length).toBeGreaterThan(25)
  })

  test.each(ROUTES_WITH_FORMS.map((route) => [nameOf(route), route.path]))('%s takes anything', async (name, path) => {
    const address = filled(path, full.ids)
    const valid = forms(full.ids)[5] ?? {}
    const form = fc.record({
      // What a person might send, with parts of it replaced.
      base: fc.constantFrom({}, valid),
      odd: fc.dictionary(fc.constantFrom(...fields), oddText, { maxKeys: 8, noNullPrototype: true }),
      twice: fc.array(fc.tuple(fc.constantFrom(...fields), oddText), { maxLength: 2 }),
      file: fc.boolean(),
    })
    let before = stored ?? (await settledState(MADE))
    stored = null
    const anything = fc.asyncProperty(form, async ({ base, odd, twice, file }) => {
      // A visitor who signs in is another person from then on.
      const visitor = FOR_ANYONE.includes(name) ? new Visitor() : full.admin
      const messages = queued.mock.calls.length
      const answer = await visitor.ask('POST', address, bodyOf({ ...base, ...odd }, twice, file))
      expect(answer.status).toBeLessThan(500)
      expect(answer.text).not.toContain(MARKUP)
      if (refused(answer)) {
        expect([await everything(MADE), queued.mock.calls.length]).toEqual([before, messages])
      } else {
        before = await settledState(MADE)
      }
      sent[refused(answer) ? 'refused' : 'taken'] += 1
    })
    await fc.assert(anything, {
      numRuns: HASHED.test(path) ? FORMS_HASHED : FORMS_EACH,
      endOnFailure: true,
      ...seed(3),
    })
    expect(errors.mock.calls).toEqual([])
    stored = before
  })

  test('the admin was signed in to the end, and forms were taken as well as refused', async () => {
    expect(sent).toEqual({ taken: expect.toSatisfy(many), refused: expect.toSatisfy(many) })
    expect((await full.admin.get(`/m/${full.marketplace}/team`)).status).toBe(200)
  })
})

/** Objects' upkeep would write between two looks at what is stored. */
async function silenceAlarms(): Promise<void> {
  for (const namespace of [env.JOURNAL, env.THINKIFIC_SITE, env.NOTIFY_URL_RECEIVER] as DurableObjectNamespace[]) {
    for (const id of await listDurableObjectIds(namespace)) {
      await runInDurableObject(namespace.get(id), async (_, { storage }) => {
        vi.spyOn(Object.getPrototypeOf(storage) as DurableObjectStorage, 'setAlarm').mockResolvedValue()
        await storage.deleteAlarm()
      })
    }
  }
}

function many(count: number): boolean {
  return count > 25
}

function refused({ status, headers }: Answer): boolean {
  return status >= 400 || headers.get('location')?.startsWith('/sign-in') === true
}

function bodyOf(named: Record<string, string>, twice: [string, string][], file: boolean): URLSearchParams | FormData {
  const pairs = [...Object.entries(named), ...twice]
  if (!file) {
    return new URLSearchParams(pairs.map(([name, text]) => [name, text.toWellFormed()]))
  }
  const form = new FormData()
  for (const [name, text] of pairs) {
    form.append(name, text.toWellFormed())
  }
  form.append(pairs[0]?.[0] ?? 'file', new File(['x'], '../../x.html', { type: 'text/html' }))
  return form
}

/** The names of every field of every form an admin is shown, and those of forms outside. */
async function fieldsOnPages(): Promise<string[]> {
  const names = new Set(Object.keys(forms(full.ids)[0] ?? {}))
  const stranger = new Visitor()
  for (const { path } of ROUTES.filter(({ method }) => method === 'GET')) {
    for (const visitor of path.startsWith('/m/') ? [full.admin] : [full.admin, stranger]) {
      const { text } = await visitor.get(filled(path, full.ids))
      for (const [, name = ''] of text.matchAll(/<(?:input|select|textarea|button)\b[^>]*? name="([^"]+)"/g)) {
        names.add(name)
      }
    }
  }
  return [...names].sort()
}
