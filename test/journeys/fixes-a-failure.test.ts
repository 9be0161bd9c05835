import { beforeAll, describe, expect, test } from 'vitest'
import { faultsOf } from './axe'
import { useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 15_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop
let school: School
let integration: string
let rule: string

beforeAll(async () => {
  school = await openSchool('mended')
  await school.course('Course Two')
  shop = await openShop('Mending Shop')
  integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  rule = await shop.rule({ product: '1', integration, target: 9_999 })
})

describe('A failure', () => {
  test('what failed with one course runs with another, and Overview is clean', async () => {
    await shop.ends(await shop.store.sell({ email: 'nora@example.com', product: '1' }), 'target missing')
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: 'One entry failed' }).waitFor()
    await page.getByRole('link', { name: 'See it' }).click()
    const old = page.url()
    await page.getByRole('link', { name: 'Open rule' }).click()
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('searchbox', { name: 'Course' }).fill('two')
    await page.getByRole('radio', { name: 'Course Two' }).check()
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByText('1 entry failed before this change').waitFor()
    await page.getByRole('button', { name: 'Run 1 failed entry' }).click()
    await expect.poll(() => school.access('nora@example.com'), SOON).toMatchObject([{}])

    await page.goto(`${shop.base}/rules/${rule}`)
    expect(await page.getByText('failed before this change').count()).toBe(0)
    await page.goto(`${shop.base}/overview`)
    expect(await page.getByText('One entry failed').count()).toBe(0)
    await page.goto(old)
    await page.getByText('later by a replay').waitFor()
    await page.getByRole('link', { name: 'Enrolled in Course Two' }).click()
    await page.getByText('It ended as').waitFor()
  })

  test('selected entries are ignored with a note, and no longer need anyone', async () => {
    const broken = await shop.rule({ product: '1', integration, target: 8_888 })
    for (const email of ['olga@example.com', 'pia@example.com']) {
      await shop.store.sell({ email, product: '1' })
    }
    const page = await open()
    const failed = `${shop.base}/logs?rule=${broken}&outcome=failed&state=open`
    await expect
      .poll(async () => {
        await page.goto(failed)
        return page.getByRole('checkbox', { name: /^Select/ }).count()
      }, SOON)
      .toBe(2)
    await page.getByRole('button', { name: 'Ignore', exact: true }).click()
    await page.getByText('Select at least one entry first.').waitFor()
    await page.goto(failed)
    for (const box of await page.getByRole('checkbox', { name: /^Select/ }).all()) {
      await box.check()
    }
    await page.getByRole('button', { name: 'Ignore', exact: true }).click()
    await page.getByLabel('Note').fill('Enrolled by hand')
    await page.getByRole('button', { name: 'Ignore Entries' }).click()
    await page.getByText('2 entries ignored.').waitFor()
    await page.goto(`${shop.base}/logs?search=olga&outcome=failed`)
    await page.getByText('ignored', { exact: true }).waitFor()
    await page.locator('a.row-link').first().click()
    await page.getByText('Enrolled by hand').waitFor()
  })

  test('a cancellation that fits two purchases ends the one that is chosen', async () => {
    const club = await school.course('Course One')
    await shop.sells('2', 'Club')
    await shop.rule({ product: '2', integration, target: club })
    const canceled = { trigger: 'subscription.canceled', action: 'expire_course' } as const
    await shop.rule({ product: '2', integration, target: club, ...canceled })
    const sale = { email: 'quin@example.com', product: '2' }
    for (const order of ['11', '12']) {
      await shop.ends(await shop.store.sell({ ...sale, order }), order === '11' ? 'enrolled' : 'already enrolled')
    }
    const cancellation = await shop.store.sell({ ...sale, type: 'subscription.canceled', subscription: 'S' })
    await shop.ends(cancellation, 'unclear')

    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: 'One event fits several purchases' }).waitFor()
    await page.getByRole('link', { name: 'Choose the purchase' }).click()
    await page.getByText('order 12').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('listitem').filter({ hasText: 'order 12' }).getByRole('button', { name: 'This one' }).click()
    await page.getByText('Purchase chosen by').waitFor()
    await shop.ends(cancellation, 'kept')
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByText('fits several purchases').count()).toBe(0)
  })
})
