import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Enrollwire, EnrollwireProblem, type Entry } from '../../docs/client'
import { useBrowser } from './browser'
import { openProgram } from './program'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }
const ADA = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' }

const { open } = useBrowser()
let shop: Shop
let school: School
let program: Enrollwire
let integration: string
let course: number

beforeAll(async () => {
  school = await openSchool('program')
  course = await school.course('Course Two')
  shop = await openShop('Program Shop')
  integration = await shop.connect(school)
  program = await openProgram(shop, 'CI')
})

/** The newest final entry of a customer, once it has this outcome. */
async function ended(search: string, outcome: string): Promise<Entry> {
  return vi.waitFor(async () => {
    const { items } = await program.listEntries({ search }).page()
    expect(items[0]?.outcome).toBe(outcome)
    return items[0] as Entry
  }, SOON)
}

describe('An engineer writes a program with the client', () => {
  test('that adds a product and its rule, reports a sale, and reads why the buyer is in', async () => {
    await program.addProduct({ id: '1', name: 'Power Yoga' })
    const { items: targets } = await program.listTargets(integration, { search: 'course two' }).page()
    expect(targets.map(({ id }) => id)).toEqual([String(course)])
    await program.addRule({
      product: '1',
      integration,
      action: 'create_course',
      trigger: 'product.purchased',
      target: String(course),
    })
    const data = { customer: ADA, order: { id: '7001' }, items: [{ product_id: '1' }] }
    const { event } = await program.postEvent({ type: 'product.purchased', data })
    const entry = await ended('ada@example.com', 'enrolled')
    expect(entry).toMatchObject({ event, order: '7001', target: { name: 'Course Two' } })
    const { items } = await program.getAccess('ada@example.com')
    expect(items).toMatchObject([{ open: true, target: { name: 'Course Two' } }])

    const page = await open()
    await page.goto(`${shop.base}/logs?search=ada`)
    await page.getByText(entry.sentence).first().waitFor()
  })

  test('that enrolls someone by hand, ends it again, and is named in the log', async () => {
    const target = { kind: 'course', id: String(course) }
    await program.enrollCustomer('ben@example.com', { integration, target })
    await ended('ben@example.com', 'enrolled')
    const state = async () =>
      (await school.access('ben@example.com')).find(({ courseId }) => courseId === course)?.state
    expect(await state()).toBe('full')
    await program.endAccess('ben@example.com', { integration, target })
    const entry = await ended('ben@example.com', 'expired')
    expect(await state()).toBe('expired')

    const page = await open()
    await page.goto(`${shop.base}/logs/${encodeURIComponent(entry.id)}`)
    await page.getByText('token “CI” of').first().waitFor()
  })

  test('that changes a product only as it was read, and catches a refusal', async () => {
    const product = await program.getProduct('1')
    await program.renameProduct('1', { name: 'Yoga' }, { ifMatch: product })
    const late = await program.renameProduct('1', { name: 'Club' }, { ifMatch: product }).catch((error) => error)
    expect(late).toBeInstanceOf(EnrollwireProblem)
    expect(late).toMatchObject({ status: 412, reason: 'changed-meanwhile' })
    const names: string[] = []
    for await (const { name } of program.listProducts({ limit: 1 })) {
      names.push(name)
    }
    expect(names).toContain('Yoga')
  })
})
