/** Addresses of 0.1.0: every page still answers or leads on, and a form of that version still does what it says. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { findRule } from '../../src/rules/store'
import { MOVED } from '../../src/web/old-addresses'
import { type Shop, shop } from './isolation/shop'
import { goesTo } from './isolation/visitor'
import { filled } from './isolation/walk'

/** What could be loaded in 0.1.0, below /m/:marketplace; `/rules/copies/:other` needs a second marketplace and is of the walk. */
const PAGES = [
  ...[
    '/overview',
    '/overview/backlog',
    '/products',
    '/products/new',
    '/products/:product',
    '/products/:product/copies',
  ],
  ...['/products/:product/details', '/products/:product/integrations', '/integrations', '/integrations/new'],
  ...['/integrations/:integration', '/integrations/:integration/delete', '/integrations/:integration/mapping'],
  ...['/integrations/:integration/refresh', '/rules', '/rules/new?product=:product', '/rules/copies'],
  ...['/rules/:rule', '/rules/:rule/edit', '/rules/:rule/delete', '/rules/:rule/endings?target=course-1'],
  ...['/rules/:rule/test', '/rules/:rule/try', '/try', '/logs', '/logs.csv', '/logs/:entry', '/retries'],
  ...['/logs/:entry/give-up', '/logs/:entry/replay', '/logs/:entry/undo-test', '/customers/:email'],
  ...['/customers/:email/correction', '/customers/:email/enroll', '/customers/:email/erasure'],
  ...['/customers/:email/end?kind=course&id=1&site=none', '/customers/:email/export', '/customers/:email/thinkific'],
  ...['/webhook', '/webhook/secrets/:secret/delete', '/team', '/team/leave', '/team/members/:member/delete'],
]
const OUTSIDE = ['/', '/account', '/marketplaces', '/marketplaces/new', '/sign-in', '/forgotten-password']

let full: Shop

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  full = await shop('older')
})

describe('A page of 0.1.0', () => {
  test.each([...OUTSIDE, ...PAGES.map((path) => `/m/:marketplace${path}`)])('%s answers or leads on', async (path) => {
    const { status } = await full.admin.get(filled(path, full.ids))
    expect([path, [200, 302, 303].includes(status)]).toEqual([path, true])
  })
})

describe('A form of 0.1.0', () => {
  test.each(Object.keys(MOVED))('%s is sent on to where it goes now', async (path) => {
    const answer = await full.admin.ask('POST', filled(path, full.ids), {})
    expect(answer.status).toBe(307)
  })

  test('deletes a rule, once the browser followed', async () => {
    const { marketplace = '', rule = '' } = full.ids
    const first = await full.admin.ask('POST', `/m/${marketplace}/rules/${rule}/delete`, {})
    expect(goesTo(first)).toBe(`/m/${marketplace}/rules/${rule}/deletions`)
    expect((await full.admin.ask('POST', goesTo(first), {})).status).toBe(303)
    expect(await findRule(env.DB, marketplace, rule)).toBeNull()
  })
})
