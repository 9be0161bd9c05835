import { beforeAll, describe, expect, inject, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openShop, type Shop } from './shop'

const { open } = useBrowser()
let shop: Shop

beforeAll(async () => {
  shop = await openShop('Posting Shop')
  await shop.sells('kit', 'Sewing Kit')
})

describe('A store posts events', () => {
  test('a merchant connects a Notify URL, makes a rule, and sees a purchase arrive signed', async () => {
    const receiver = `${inject('simulator')}/receiver`
    const page = await open()
    await page.goto(`${shop.base}/integrations/new`)
    await page.getByLabel('Notify URL').check()
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Integration name').fill('Parcel service')
    await page.getByLabel('Notify URL').fill('https://192.168.0.7/orders')
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.locator('#url-error').getByText('instead of an IP address').waitFor()
    expect(await page.getByLabel('Integration name').inputValue()).toBe('Parcel service')

    await page.getByLabel('Notify URL').fill(receiver)
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.getByText('We sent a signed test post').waitFor()
    const secret = await read(page.locator('#made-secret'))
    expect(secret).toMatch(/^whsec_/)
    await page.getByRole('link', { name: 'Done' }).click()
    await page.getByRole('link', { name: 'Parcel service', exact: true }).waitFor()

    await page.goto(`${shop.base}/rules/new?product=*`)
    await page.getByLabel('Integration').selectOption({ label: 'Parcel service' })
    await page.getByLabel('Action').selectOption({ label: 'Send Notify URL POST' })
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Trigger').selectOption({ label: 'Product Purchased' })
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByText('post the event to the Notify URL').waitFor()
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Rule added.').waitFor()

    await page.goto(receiver)
    await page.getByLabel('Signing secret').fill(secret)
    await page.getByRole('button', { name: 'Verify with it' }).click()
    const sale = { email: 'ada@example.com', product: 'kit', productName: 'Sewing Kit' }
    const event = await shop.store.sell(sale)
    await shop.ends(event, 'sent')
    await page.goto(receiver)
    const arrived = page.getByRole('row').filter({ hasText: 'Sewing Kit' })
    await arrived.waitFor()
    expect(await read(arrived)).toContain('holds')

    await page.goto(`${shop.base}/logs?q=ada`)
    await page.getByText('accepted it (200)').first().waitFor()
  })
})
