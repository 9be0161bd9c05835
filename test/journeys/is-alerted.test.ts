import { beforeAll, describe, expect, inject, test } from 'vitest'
import { useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

/** What breaks together makes one message, so the first comes after a pause. */
const ALERTED = { timeout: 75_000, interval: 1_000 }

const { open } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('alerted')
  shop = await openShop('Alerted Shop')
  const integration = await shop.connect(school)
  await shop.rule({ product: '1', integration, target: await school.course('Course Two') })
})

describe('Alerts', () => {
  test('a channel is set up and tested, a rejected key is said there once, and so is its end', {
    timeout: 240_000,
  }, async () => {
    const receiver = `${inject('simulator')}/receiver`
    const page = await open()
    const count = async (words: string) => {
      await page.goto(receiver)
      return page.locator('tr', { hasText: words }).count()
    }

    await page.goto(`${shop.base}/team`)
    await page.getByRole('link', { name: 'Channels' }).click()
    await page.getByText('No one is alerted yet').waitFor()
    await page.getByRole('link', { name: 'New Channel' }).click()
    await page.getByLabel('Slack').check()
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Name').fill('Operations')
    await page.getByLabel('Webhook URL').fill('http://example.com/hook')
    await page.getByRole('button', { name: 'Save Channel' }).click()
    await page.getByText('The webhook URL must begin with https://').first().waitFor()
    await page.getByLabel('Webhook URL').fill(receiver)
    await page.getByRole('button', { name: 'Save Channel' }).click()
    await page.getByRole('button', { name: 'Send test alert' }).click()
    await page.getByText('A test alert was sent.').waitFor()
    expect(await count('Alerted Shop: a test alert')).toBe(1)

    await school.resetKey()
    await shop.store.sell({ email: 'locked@example.com', product: '1' })
    await expect.poll(() => count('Alerted Shop: Academy needs attention'), ALERTED).toBe(1)

    await page.goto(`${shop.base}/overview`)
    await page.getByRole('link', { name: 'Reconnect' }).click()
    expect(await page.locator(':focus').getAttribute('name')).toBe('key')
    await page.getByLabel('API Key').fill(school.apiKey)
    await page.getByRole('button', { name: 'Reconnect' }).click()
    await expect.poll(() => count('Alerted Shop: over: Academy needs attention'), ALERTED).toBe(1)
    expect(await count('Alerted Shop: Academy needs attention')).toBe(1)
  })
})
