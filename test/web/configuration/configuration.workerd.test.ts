/** The configuration's pages over the whole app. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { listChannels } from '../../../src/alerts/store'
import { listIntegrations } from '../../../src/integrations/store'
import { listProducts } from '../../../src/products/store'
import { listRules } from '../../../src/rules/store'
import { createSimulator } from '../../simulator/simulator'
import { openShop } from '../accounts/visitor'
import { type Answer, goesTo, PASSWORD, Visitor } from '../isolation/visitor'

const KEY = 'k'.repeat(32)
const RULE = {
  id: 'welcome',
  product: '350399',
  trigger: 'product.purchased',
  integration: 'Academy',
  action: 'create_course',
  target: { id: '1002', name: 'Course Two' },
}
const FILE = {
  version: 1,
  integrations: [{ name: 'Academy', kind: 'thinkific', settings: { site: 'configured.thinkific.com', pace: 90 } }],
  products: [{ id: '350399', name: 'Power Yoga' }],
  rules: [RULE],
  alerts: [{ name: 'Ops', kind: 'signed-url', alerts: ['parked'] }],
}

beforeAll(async () => {
  await loadAuth(env)
  const simulator = createSimulator()
  simulator.addSite({ subdomain: 'configured', apiKey: KEY, accessToken: 'none' })
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
})

async function admin(name: string) {
  const visitor = new Visitor()
  const email = `${name}@example.com`
  const marketplace = await openShop({ name, email, password: PASSWORD }, `${name}’s shop`)
  await visitor.post('/sign-in', { email, password: PASSWORD })
  return { visitor, marketplace, email, at: `/m/${marketplace}/configuration` }
}

type Admin = Awaited<ReturnType<typeof admin>>

function compare({ visitor, at }: Admin, text: string): Promise<Answer> {
  return visitor.post(`${at}/comparisons`, { text })
}

/** Sends the comparison's form, with what is typed into the fields of these labels. */
function apply({ visitor, at }: Admin, { text }: Answer, typed: Record<string, string> = {}): Promise<Answer> {
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const labels = [...text.matchAll(/<label for="(ask-[^"]+)">([^<]+)</g)]
  const fields = Object.entries(typed).map(([label, value]) => [
    labels.find(([, , shown]) => shown === label)?.[1] ?? `no field ${label}`,
    value,
  ])
  const values = hidden.map(([, name = '', value = '']) => [name, unescaped(value)])
  return visitor.post(`${at}/changes`, Object.fromEntries([...values, ...fields]))
}

function unescaped(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}

describe('A configuration file', () => {
  test('is compared in sentences, and applied once its keys are typed', async () => {
    const ada = await admin('ada')
    const page = await ada.visitor.get(ada.at)
    expect(page.text).toContain('Download enrollwire.json')
    const shown = await compare(ada, JSON.stringify(FILE))
    expect(shown.status).toBe(200)
    for (const sentence of [
      'Connect the integration “Academy” (Thinkific).',
      'Add the product “Power Yoga” (350399).',
      'When Power Yoga is purchased, enroll the customer in Course Two.',
      'Add the channel “Ops” (Signed URL).',
    ]) {
      expect(shown.text).toContain(sentence)
    }
    expect(await listProducts(env.DB, ada.marketplace)).toEqual([])

    const wrong = await apply(ada, shown, { 'API Key of Academy': 'w'.repeat(32) })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Connect the integration “Academy”')])
    expect(wrong.text).not.toContain('w'.repeat(32))
    expect(await listProducts(env.DB, ada.marketplace)).toEqual([])

    const answers = { 'API Key of Academy': KEY, 'URL of Ops': 'https://hooks.example.com/alerts' }
    const done = await apply(ada, wrong, answers)
    expect([done.status, done.text]).toEqual([200, expect.stringMatching(/4 changes are made\.[\s\S]*whsec_/)])
    expect(await listIntegrations(env.DB, ada.marketplace)).toMatchObject([{ name: 'Academy', requestsPerMinute: 90 }])
    expect(await listRules(env.DB, ada.marketplace)).toMatchObject([{ id: `welcome.${ada.marketplace}`, on: true }])
    expect(await listChannels(env.DB, ada.marketplace)).toMatchObject([{ name: 'Ops', causes: ['parked'] }])
    expect((await compare(ada, JSON.stringify(FILE))).text).toContain('The file matches this marketplace.')

    const file = await ada.visitor.get(`${ada.at}/enrollwire.json`)
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="enrollwire.json"')
    expect(JSON.parse(file.text)).toMatchObject({
      ...FILE,
      $schema: 'https://enrollwire.test/schemas/configuration.json',
    })
    expect(file.text).not.toMatch(/hooks\.example\.com|whsec_|kkkk/)
  })

  test('without the keys it needs is applied without what needs them', async () => {
    const bea = await admin('bea')
    const done = await apply(bea, await compare(bea, JSON.stringify(FILE)))
    expect(goesTo(done)).toBe(bea.at)
    expect((await bea.visitor.get(bea.at)).text).toContain('1 change is made.')
    expect(await listProducts(env.DB, bea.marketplace)).toMatchObject([{ id: '350399' }])
    expect(await listRules(env.DB, bea.marketplace)).toEqual([])
  })

  test('with mistakes is shown again with the place of each, and nothing of it is lost', async () => {
    const cleo = await admin('cleo')
    const text = JSON.stringify({ ...FILE, rules: [{ ...RULE, trigger: 'product.sold', sold: '<b>' }] })
    const shown = await compare(cleo, text)
    expect(shown.status).toBe(422)
    expect(shown.text).toContain('Fix 2 problems')
    expect(shown.text).toContain('<code>rules[0].trigger</code>: is no trigger of this version.')
    expect(shown.text).toContain('<code>rules[0].sold</code>: is not a field this version knows.')
    expect(unescaped(/<textarea[^>]*>([^<]*)/.exec(shown.text)?.[1] ?? '').replaceAll('&gt;', '>')).toBe(text)
  })

  test('of another marketplace is taken from there, by its admins alone', async () => {
    const dora = await admin('dora')
    const other = await openShop({ name: 'other', email: 'other@example.com', password: PASSWORD }, 'Other shop')
    const made = await dora.visitor.post('/marketplaces', { id: crypto.randomUUID(), name: 'Second school' })
    const second = /\/m\/([^/]+)/.exec(goesTo(made))?.[1] ?? ''
    await apply(dora, await compare(dora, JSON.stringify(FILE)), { 'API Key of Academy': KEY })
    const there = { ...dora, marketplace: second, at: `/m/${second}/configuration` }
    expect((await dora.visitor.get(there.at)).text).toContain(
      `<option value="${dora.marketplace}">dora’s shop</option>`,
    )
    const shown = await dora.visitor.post(`${there.at}/comparisons`, { from: dora.marketplace })
    await apply(there, shown, { 'API Key of Academy': KEY })
    expect(await listRules(env.DB, second)).toMatchObject([{ id: `welcome.${second}`, name: expect.any(String) }])
    const [here, copy] = await Promise.all(
      [dora, there].map(async ({ visitor, at }) => (await visitor.get(`${at}/enrollwire.json`)).text),
    )
    expect(copy).toBe(here)
    expect((await dora.visitor.post(`${there.at}/comparisons`, { from: other })).status).toBe(404)
  })

  test('may be an upload, and at most 1 MB', async () => {
    const elsa = await admin('elsa')
    const upload = (text: string) => {
      const form = new FormData()
      form.set('file', new File([text], 'enrollwire.json', { type: 'application/json' }))
      form.set('text', '')
      return elsa.visitor.ask('POST', `${elsa.at}/comparisons`, form)
    }
    expect((await upload(JSON.stringify(FILE))).text).toContain('Connect the integration “Academy”')
    expect((await upload(`{"version":1,"x":"${'x'.repeat(1_000_000)}"}`)).text).toContain('larger than 1 MB')
    expect((await upload('x'.repeat(3_000_000))).status).toBe(413)
  })
})
