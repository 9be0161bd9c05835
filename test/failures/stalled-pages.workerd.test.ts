/** Every page and every form beside a part that never answers. */
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { limitEnv } from '../../src/limits/limited-env'
import { hastenTimers, STALLED_D1, STALLED_KV, STALLED_OBJECTS, stalledStatement } from '../stalled-parts'
import { type Shop, shop } from '../web/isolation/shop'
import { type Answer, settings } from '../web/isolation/visitor'
import { FOR_ANYONE, filled, forms, INSIDE, nameOf, ROUTES, type Route } from '../web/isolation/walk'

/** The longest limit: a call to Thinkific while a person waits. */
const PATIENCE_MS = 60_000
const HASTE = 400
const TOO_LATE = /(didn’t finish|did not answer) in time/
const WHAT_TO_DO = /what you typed is\s+still in the form/

/** The longest that a timer waited which rang, ms. */
let longest: number
let seller: Shop

const PARTS = {
  D1: () => ({ DB: STALLED_D1 }),
  'D1 once the person is known': () => ({ DB: afterSignIn(settings.DB) }),
  'the journal': () => ({ JOURNAL: STALLED_OBJECTS }),
  KV: () => ({ COPIES: STALLED_KV }),
  'the site’s object': () => ({ THINKIFIC_SITE: STALLED_OBJECTS }),
}

beforeEach(() => {
  hastenTimers(HASTE, (ms) => {
    longest = Math.max(longest, ms)
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(Object.entries(PARTS))('%s that never answers', (part, replaced) => {
  beforeAll(async () => {
    seller = await shop(`seller${Object.keys(PARTS).indexOf(part)}`)
  })

  test('a part stalls: each page is shown without it, or says so in time', async () => {
    const late: string[] = []
    for (const route of besides(part, PAGES)) {
      const { status, text } = await ask(route, replaced())
      if (status >= 500) {
        expect([nameOf(route), TOO_LATE.test(text)]).toEqual([nameOf(route), true])
        late.push(nameOf(route))
      }
    }
    expect(late).toEqual(expect.arrayContaining(NEEDED[part] ?? []))
  })

  test('each form that was sent is answered without it, or says what to do', async () => {
    for (const route of besides(part, FORMS)) {
      const { status, text } = await ask(route, replaced(), forms(seller.ids)[0])
      if (status >= 500) {
        expect([nameOf(route), TOO_LATE.test(text), WHAT_TO_DO.test(text)]).toEqual([nameOf(route), true, true])
      }
    }
  })
})

/** Pages that have nothing to show without the part. */
const NEEDED: Record<string, string[]> = {
  D1: ['GET /sign-in', 'GET /overview', 'GET /products', 'GET /logs', 'GET /team'],
  'D1 once the person is known': [
    'GET /overview',
    'GET /products',
    'GET /integrations',
    'GET /rules',
    'GET /rules/new',
  ],
  'the journal': ['GET /overview', 'GET /logs', 'GET /logs/:entry', 'GET /customers/:email'],
  KV: ['GET /integrations/:integration', 'GET /rules/:rule/edit'],
  'the site’s object': ['GET /rules/:rule/delete', 'GET /customers/:email/export'],
}

const PAGES = ROUTES.filter(({ method }) => method === 'GET')

/** Acts that end the session, the membership or the marketplace end the walk. */
const FORMS = INSIDE.filter(
  (route) =>
    route.method === 'POST' &&
    !FOR_ANYONE.includes(nameOf(route)) &&
    !/sessions\/endings|departures$|^POST \/deletions$/.test(nameOf(route)),
)

/** The parts take turns: each route meets one of them, and those it cannot do without. In a deep run it meets all. */
function besides(part: string, routes: Route[]): Route[] {
  const parts = Object.keys(PARTS)
  const needed = NEEDED[part] ?? []
  const isMet = (route: Route, at: number) =>
    inject('deep') || parts[at % parts.length] === part || needed.includes(nameOf(route))
  return routes.filter(isMet)
}

async function ask({ method, path }: Route, replaced: object, fields: Record<string, string> = {}): Promise<Answer> {
  const bindings = limitEnv({ ...settings, ...replaced } as never) as typeof settings
  longest = 0
  const answer = await seller.admin.ask(method, filled(path, seller.ids), fields, bindings)
  expect([method, path, longest <= PATIENCE_MS]).toEqual([method, path, true])
  return answer
}

/** A database that goes silent at the first question about the shop itself. */
function afterSignIn(db: D1Database): D1Database {
  const isAboutPerson = (sql: string) => /\b(sessions|people|members|marketplaces|users?|accounts?)\b/.test(sql)
  return {
    ...STALLED_D1,
    prepare: (sql: string) => (isAboutPerson(sql) ? db.prepare(sql) : stalledStatement()),
  } as never
}
