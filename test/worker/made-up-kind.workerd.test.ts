/** A kind of integration made of a folder and one line, on the whole Worker: from its form to settled firings. */
import { beforeEach, describe, expect, test } from 'vitest'
import { KINDS } from '../../src/integrations'
import { LIBRARY, library } from '../integrations/library/kind'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

KINDS.add(LIBRARY)

const NORTH = '00000000-0000-4000-8000-000000000001'
const PURCHASE = {
  customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
  order: { id: '1' },
  items: [{ product_id: 'club', product_name: 'Club' }],
}

let simulator: Simulator
let mia: Person
let shop: Shop
let base: string

beforeEach(async () => {
  library.loans.clear()
  library.forgotten.length = 0
  library.closed = null
  library.gate = null
  ;({ simulator, mia, shop } = await openOwnedShop([]))
  base = `/m/${shop.marketplace}`
})

describe('its integration', () => {
  test('is chosen beside Thinkific, and asks what its form says', async () => {
    expect((await mia.get(`${base}/integrations/new`)).text).toMatch(/Thinkific.*Lend books to customers/s)
    const form = await mia.get(`${base}/integrations/new?kind=library`)
    expect(form.text).toContain('Library card')
    expect(form.text).not.toContain('Thinkific')
  })

  test('is saved once the other side lets it in, with everything wrong said in its words', async () => {
    const sent = (fields: Record<string, string>) =>
      mia.post(`${base}/integrations?kind=library`, { id: NORTH, name: 'North', branch: 'north', ...fields })
    expect(await sent({ branch: '' })).toMatchObject({
      status: 422,
      text: expect.stringContaining('The branch is missing.'),
    })
    expect((await sent({ card: 'torn' })).text).toContain('A torn card cannot be read.')
    expect((await sent({ branch: 'sunken' })).text).toContain('The sunken branch is under water.')
    expect((await sent({})).status).toBe(303)
    const list = await mia.get(`${base}/integrations`)
    expect(list.text).toContain('North is connected. Its books can be lent.')
    expect(list.text).toContain('the north branch')
    expect(list.text).not.toMatch(/Refresh|Mapping/)
  })

  test('is edited, and deleted with what its kind takes and leaves', async () => {
    await connect()
    const lent = await addRule()
    expect((await mia.get(`${base}/integrations/${NORTH}`)).text).toContain('value="north"')
    expect((await mia.post(`${base}/integrations/${NORTH}`, { name: 'South', branch: 'south' })).status).toBe(303)
    expect(library.forgotten).toEqual(['north moved'])
    expect((await mia.get(`${base}/rules/${lent}`)).text).toContain('South (the south branch)')

    const question = await mia.get(`${base}/integrations/${NORTH}/delete`)
    expect(question.text).toContain('The card of the south branch is cut up.')
    expect(question.text).toContain('Lent books stay with their readers.')
    await mia.post(`${base}/integrations/${NORTH}/deletions`)
    expect(library.forgotten).toEqual(['north moved', 'south deleted'])
    expect((await mia.get(`${base}/rules/${lent}`)).status).toBe(404)
  })
})

describe('its rule', () => {
  beforeEach(connect)

  test('goes through the three steps', async () => {
    const one = await mia.get(`${base}/rules/new?product=*`)
    expect(one.text).toContain('Lend a Book')
    expect(one.text).not.toContain('Create Course Enrollment')
    const chosen = `product=*&integration=${NORTH}&action=lend_book`
    expect((await mia.get(`${base}/rules/new?${chosen}&step=2`)).text).toContain('Library’s actions use none of them')
    const three = await mia.get(`${base}/rules/new?${chosen}&trigger=product.purchased&step=3&q=emm`)
    expect(three.text).toMatch(/Emma.*Ask at the desk\./s)
    expect(three.text).not.toContain('Thinkific')

    const rule = await mia.get(`${base}/rules/${await addRule()}`)
    expect(rule.text).toContain('lend the customer Dune')
    expect(rule.text).toMatch(/Lend a Book.*Book.*Dune \(d-1\)/s)
  })

  test('has no action of another kind, and no target the kind does not know', async () => {
    expect((await submit({ action: 'create_course', target: '1002' })).status).toBe(422)
    expect((await submit({ target: '1002' })).text).toContain('Choose a book from the list, or type its id.')
  })

  test('recommends the partner that its kind has', async () => {
    await addRule()
    const page = await mia.get(`${base}/rules`)
    expect(page.text).toMatch(/Product Refunded.*Take Back a Book/s)
  })

  test('is explained by its kind before it fires', async () => {
    const rule = await addRule()
    const tried = await mia.get(`${base}/rules/${rule}/try?email=ada%40example.com&product=club`)
    expect(tried.text).toContain('The desk would hand out Dune.')
    expect(library.loans.size).toBe(0)
  })
})

describe('its firing', () => {
  beforeEach(connect)

  test('is settled by its kind and logged in its words', async () => {
    await addRule()
    await addRule({ trigger: 'product.refunded', action: 'take_back_book' })
    await shop.send('product.purchased', PURCHASE)
    const [lent] = await shop.log(1)
    expect(lent).toMatchObject({
      outcome: 'enrolled',
      action: 'lend_book',
      sentence: 'Dune was lent to ada@example.com.',
    })
    expect(library.has('ada@example.com', 'north/d-1')).toBe(true)
    const entry = await mia.get(`${base}/logs/${encodeURIComponent(lent?.id ?? '')}`)
    expect(entry.text).toContain('Lend a Book')
    expect((await mia.get(`${base}/logs.csv`)).text).toContain('Lend a Book')

    await shop.send('product.refunded', PURCHASE)
    expect((await shop.log(2))[1]).toMatchObject({ outcome: 'expired' })
    expect(library.has('ada@example.com', 'north/d-1')).toBe(false)
    expect(simulator.counts().total).toBe(0)
  })

  test('waits, and is tried again at the second it was given', async () => {
    await addRule()
    library.closed = 'for a moment'
    await shop.send('product.purchased', PURCHASE)
    const said = async () => (await shop.waiting(1))[0]?.sentence
    await expect.poll(said).toBe('The north branch is closed for a moment.')
    library.closed = null
    expect(await shop.log(1)).toMatchObject([{ outcome: 'enrolled' }])
  })

  test('is parked, and runs by one click or once its integration is saved with another card', async () => {
    await addRule()
    library.closed = 'for renovation'
    await shop.send('product.purchased', PURCHASE)
    await shop.send('product.purchased', { ...PURCHASE, customer: { email: 'ben@example.com' }, order: { id: '2' } })
    const parked = await shop.parked(2)
    expect((await mia.get(`${base}/overview`)).text).toContain('The north branch is closed for renovation.')
    library.closed = null
    expect((await mia.post(`${base}/entries/${encodeURIComponent(parked[0]?.id ?? '')}/retries`)).status).toBe(303)
    await shop.log(1)
    await mia.post(`${base}/integrations/${NORTH}`, { name: 'North', branch: 'north', card: 'new' })
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled'])
    expect(library.loans.size).toBe(2)
  })

  test('is logged with its attempt, and on every page in the words of its kind alone', async () => {
    await addRule()
    library.gate = { status: 200, problem: null }
    await shop.send('product.purchased', PURCHASE)
    const [lent] = await shop.log(1)
    library.gate = { status: 409, problem: 'The reader has no card.' }
    await shop.send('product.purchased', { ...PURCHASE, customer: { email: 'ben@example.com' }, order: { id: '2' } })
    const rejected = (await shop.log(2)).find(({ id }) => id !== lent?.id)
    const entryAt = (id = '') => `${base}/logs/${encodeURIComponent(id)}`
    expect(shown(await mia.get(entryAt(lent?.id)))).toContain('Library accepted (200)')
    const entry = shown(await mia.get(entryAt(rejected?.id)))
    expect(entry).toContain('rejected by Library')
    expect(entry).toContain('Library refused (409)')
    expect((await mia.get(`${base}/logs.csv`)).text).toContain('rejected by Library')

    const rule = await addRule({ product: 'club', target: 'e-2' })
    const pages = [
      'overview',
      'logs',
      'products',
      'products/club/integrations',
      'integrations',
      'customers/ben%40example.com',
    ]
    const forms = ['rules', `rules/${rule}`, `rules/${rule}/test`, `rules/${rule}/delete`, 'rules/new?product=*']
    const own = ['', '/delete'].map((page) => `integrations/${NORTH}${page}`)
    const addresses = [...pages, ...forms, ...own].map((page) => `${base}/${page}`)
    for (const address of [...addresses, entryAt(lent?.id), entryAt(rejected?.id), `${base}/logs.csv`]) {
      const page = await mia.get(address)
      expect(page.status, address).toBe(200)
      expect(shown(page), address).not.toContain('Thinkific')
    }
  })

  test('of a rule that is off says what it would have done', async () => {
    const rule = await addRule()
    await mia.post(`${base}/rules/${rule}/activation`, { on: 'no' })
    await shop.send('product.purchased', PURCHASE)
    const [entry] = await shop.log(1)
    expect(entry?.outcome).toBe('rule off')
    expect(entry?.sentence).toContain('The desk would hand out Dune.')
  })

  test('goes beside Thinkific’s for the same event, each to its own side', async () => {
    await shop.open(['academy'])
    await addRule()
    await shop.rule('club', 'product.purchased', 'create_course', ACADEMY_COURSES['Course Two'])
    await shop.send('product.purchased', PURCHASE)
    const rows = await shop.log(2)
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`).sort()).toEqual([
      'create_course enrolled',
      'lend_book enrolled',
    ])
    expect(simulator.site('academy').accessTo('ada@example.com', ACADEMY_COURSES['Course Two'])).toBe('full')
    expect(library.has('ada@example.com', 'north/d-1')).toBe(true)
    expect((await mia.get(`${base}/customers/ada%40example.com`)).status).toBe(200)
  })
})

async function connect(): Promise<void> {
  const { status } = await mia.post(`${base}/integrations?kind=library`, { id: NORTH, name: 'North', branch: 'north' })
  expect(status).toBe(303)
}

/** A page without the words that only addresses and forms spell, as rows do. */
function shown({ text }: { text: string }): string {
  return text.replace(/ (href|value)="[^"]*"/g, '')
}

function submit(fields: Record<string, string>) {
  const plain = { product: '*', integration: NORTH, action: 'lend_book', trigger: 'product.purchased', target: 'd-1' }
  return mia.post(`${base}/rules`, { id: crypto.randomUUID(), ...plain, ...fields })
}

async function addRule(fields: Record<string, string> = {}): Promise<string> {
  const id = crypto.randomUUID()
  expect((await submit({ id, ...fields })).status).toBe(303)
  return id
}
