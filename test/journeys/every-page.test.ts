import { beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { EVENTS } from '../../.run/demo/month'
import { Visitor } from '../../.run/visitor'
import { allFaults, violations } from './axe'
import { useBrowser } from './browser'
import { openShop } from './shop'

/** A customer of the demo with more than one purchase. */
const MEMBER = EVENTS.find(({ role }) => role === 'upsell')?.email ?? ''
/** Outcomes the demo's month came to, what still waits first. */
const DEMO_OUTCOMES = [
  'waiting',
  'enrolled',
  'renewed',
  'expired',
  'kept',
  'superseded',
  'no rule',
  'no such customer',
  'target missing',
  'sent',
]
/** A dozen pages, each looked at twice. */
const PATIENCE_MS = 240_000
vi.setConfig({ testTimeout: PATIENCE_MS })
const { open, stranger } = useBrowser()
let base: string
let visitor: Visitor

beforeAll(async () => {
  const { email, password, marketplace } = inject('demo')
  base = `/m/${marketplace}`
  visitor = new Visitor(inject('address'))
  await visitor.submit('/sign-in', { email, password })
})

/** Addresses on a page that match, each once, in their order. */
async function linksOn(path: string, pattern: RegExp): Promise<string[]> {
  const { text } = await visitor.get(path)
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  return [...new Set(links.filter((href) => pattern.test(href)))]
}

async function linkOn(path: string, pattern: RegExp): Promise<string> {
  const [first] = await linksOn(path, pattern)
  if (first === undefined) {
    throw new Error(`${path} links to nothing like ${pattern}`)
  }
  return first
}

describe('Every page', () => {
  test('pages without an account: signing in, a forgotten password, an address that does not exist', async () => {
    const paths = ['/sign-in', '/forgotten-password', '/sign-up', '/setup', '/new-password?token=over']
    expect(await allFaults(stranger, paths)).toEqual([])
  })

  test('the API reference: its calls, the hooks, and the page of every resource', async () => {
    const pages = await linksOn('/reference/', /^\/reference\/[^#.]+$/)
    expect(pages[0]).toBe('/reference/hooks')
    expect(await allFaults(stranger, ['/reference/', ...pages])).toEqual([])
  })

  test('a person’s pages: marketplaces and account', async () => {
    expect(await allFaults(open, ['/marketplaces', '/marketplaces/new', '/account', '/nothing-here'])).toEqual([])
  })

  test('overview, products and their pages', async () => {
    const product = `${base}/products/350399`
    const paths = ['overview', 'products', 'products/new'].map((path) => `${base}/${path}`)
    const its = [`${product}/integrations`, `${product}/details`, `${product}/copies`]
    expect(await allFaults(open, [...paths, ...its])).toEqual([])
  })

  test('files of past orders: choosing one, its preview, and the steps before, and canceling one', async () => {
    const file = await linkOn(`${base}/imports`, /\/imports\/[\w-]{36}$/)
    const cancel = await linkOn(`${base}/jobs`, /\/cancellation$/)
    const paths = [`${base}/imports`, file, `${file}?step=columns`, `${file}?step=orders`, cancel]
    expect(await allFaults(open, paths)).toEqual([])
  })

  test('integrations and their pages', async () => {
    const deletions = await linksOn(`${base}/integrations`, /\/integrations\/[^/]+\/delete$/)
    const [one = '', notifyUrl = ''] = deletions.map((link) => link.replace(/\/delete$/, ''))
    const kinds = ['thinkific', 'notify-url'].map((kind) => `integrations/new?kind=${kind}`)
    const paths = ['integrations', 'integrations/new', ...kinds].map((path) => `${base}/${path}`)
    const its = [
      notifyUrl,
      `${notifyUrl}/secrets/rotation`,
      one,
      `${one}?reconnect=yes`,
      `${one}/delete`,
      `${one}/mapping`,
      `${one}/mapping?add=yes`,
      `${one}/differences`,
      `${one}/differences/fixes/new?kind=date&guess=date+moved&all=yes&fix=ours`,
    ]
    expect(await allFaults(open, [...paths, ...its])).toEqual([])
  })

  test('rules, their three steps and their pages', async () => {
    const rule = await linkOn(`${base}/products/440369/integrations`, /\/rules\/[^/?]{20,}$/)
    const integration =
      /integrations\/([^/]+)\/delete/.exec(await linkOn(`${base}/integrations`, /\/delete$/))?.[1] ?? ''
    const draft = { product: '350399', integration, category: 'ecommerce', trigger: 'product.refunded' }
    const step = (n: number, action: string) =>
      `${base}/rules/new?${new URLSearchParams({ ...draft, action, step: `${n}` })}`
    const steps = [
      `${base}/rules/new?product=*`,
      step(2, 'create_course'),
      step(3, 'create_course'),
      step(3, 'expire_bundle'),
    ]
    const made = `${rule}/try?${new URLSearchParams({ email: 'ada@example.com', product: '440369' })}`
    const undo = [`${rule}/undo`, `${rule}/undo?from=2026-02-01T10:00&until=2026-01-01T10:00`, `${rule}/past-endings`]
    const its = [rule, `${rule}/edit`, `${rule}/delete`, `${rule}/test`, `${rule}/try`, made, `${base}/try`, ...undo]
    expect(await allFaults(open, [`${base}/rules`, `${base}/rules?q=nothing`, ...steps, ...its])).toEqual([])
  })

  test('logs, every kind of entry, and what may be done with it', async () => {
    const entries: string[] = []
    for (const outcome of DEMO_OUTCOMES) {
      entries.push(await linkOn(`${base}/logs?${new URLSearchParams({ outcome })}`, /\/logs\/[^/]+$/))
    }
    const [waiting] = entries
    const asked = [`${waiting}/give-up`, `${waiting}/undo`, `${entries.at(-1)}/replay`, `${base}/retries`]
    const lists = [`${base}/logs`, `${base}/logs?search=nobody%40example.com`]
    expect(await allFaults(open, [...lists, ...entries, ...asked])).toEqual([])
  })

  test('customers and what may be done for them', async () => {
    const member = `${base}/customers/${encodeURIComponent(MEMBER)}`
    const acts = ['', '/thinkific', '/enroll', '/correction', '/erasure'].map((act) => `${member}${act}`)
    const end = await linkOn(member, /\/end\?/)
    expect(await allFaults(open, [...acts, end, `${base}/customers/nobody%40example.com`])).toEqual([])
  })

  test('webhook, team and help', async () => {
    const revoke = await linkOn(`${base}/webhook/secrets`, /\/secrets\/[^/]+\/delete$/)
    const tabs = ['', '/senders', '/secrets', '/secrets/rotation', '/activity'].map((tab) => `${base}/webhook${tab}`)
    const lost = [`${base}/lost-sales`, `${base}/lost-sales/keys/deletion`]
    const recipes = ['zapier-form', 'stripe'].map((id) => `${base}/webhook/recipes/${id}`)
    const rest = [`${base}/team`, `${base}/team/tokens`, `${base}/configuration`, `${base}/help`]
    expect(await allFaults(open, [...tabs, ...lost, ...recipes, revoke, ...rest])).toEqual([])
  })

  test('alerts, with a channel of each kind and its pages', async () => {
    const channel = await linkOn(`${base}/alerts`, /\/alerts\/[^/]{20,}$/)
    const kinds = ['email', 'slack', 'signed-url'].map((kind) => `${base}/alerts/new?kind=${kind}`)
    expect(await allFaults(open, [`${base}/alerts`, ...kinds, channel, `${channel}/delete`])).toEqual([])
  })

  test('a new marketplace, where every list is empty', async () => {
    const shop = await openShop('Empty Shop')
    const places = ['overview', 'customers', 'products', 'integrations', 'rules', 'rules/new?product=*', 'logs', 'try']
    const others = ['webhook', 'webhook/activity', 'lost-sales', 'imports', 'concerns', 'team', 'alerts']
    const paths = [...places, ...others].map((place) => `${shop.base}/${place}`)
    expect(await allFaults(open, paths)).toEqual([])
  })

  test('where steps take two lines, the second begins with a step', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } })
    await page.goto(`${base}/rules/new?product=*`)
    const separators = (side: string) =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('.crumbs li, .steps li')].map((one) => getComputedStyle(one, '::${side}').content)`,
      )
    expect(new Set(await separators('before'))).toEqual(new Set(['none']))
    expect((await separators('after')).filter((content) => content.includes('›'))).toHaveLength(3)
  })

  test('forms sent with nothing in them', async () => {
    const page = await open()
    const faults: string[] = []
    for (const [path, button] of [
      [`${base}/products/new`, 'Save Product'],
      [`${base}/integrations/new?kind=thinkific`, 'Save Integration'],
      ['/marketplaces/new', 'Create Marketplace'],
    ] as const) {
      await page.goto(path)
      await page.getByRole('button', { name: button }).click()
      await page.getByRole('alert').waitFor()
      faults.push(...(await violations(page)).map((fault) => `${path}: ${fault}`))
    }
    expect(faults).toEqual([])
  })

  test('the menu of who is signed in, unfolded', async () => {
    const page = await open()
    await page.goto(`${base}/overview`)
    await page.locator('details.menu summary').click()
    expect(await violations(page)).toEqual([])
  })
})
