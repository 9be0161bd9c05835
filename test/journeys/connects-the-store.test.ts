import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openShop, type Shop } from './shop'
import { Store } from './store'

const SAMCART_POSTS = join(import.meta.dirname, '..', 'fixtures', 'samcart')
const SOON = { timeout: 20_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop

beforeAll(async () => {
  shop = await openShop('Webhook Shop')
  await shop.sells('350399', `Ada’s "Yoga" & more`)
})

/** Runs what was copied from a page in a shell, as a merchant would paste it. */
function pasted(script: string): Promise<string> {
  const shell = spawn('bash', ['-c', script])
  let printed = ''
  shell.stdout.on('data', (chunk) => {
    printed += chunk
  })
  return new Promise((resolve) => shell.on('close', () => resolve(printed)))
}

describe('A merchant connects the store', () => {
  test('both examples run as pasted, and the page shows what came and how it was understood', async () => {
    const page = await open()
    await page.goto(`${shop.base}/webhook/secrets`)
    await page.getByRole('link', { name: 'Rotate signing secret' }).click()
    await page.getByRole('button', { name: 'Rotate Signing Secret' }).click()
    await page.getByText('Copy this now').waitFor()
    for (const example of ['#curl', '#node']) {
      const printed = await pasted((await page.locator(example).textContent()) ?? '')
      expect(printed).toContain('202')
      expect(printed).toContain('accepted')
    }
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/webhook/activity`)
        return page.getByRole('table', { name: 'Last events received' }).getByText('ada@example.com').count()
      }, SOON)
      .toBe(2)
    expect(await page.locator('#made-signing').count()).toBe(0)
    await page.goto(`${shop.base}/webhook/senders`)
    expect(await page.locator('#curl').textContent()).toContain('PASTE_YOUR_SIGNING_SECRET')
  })

  test('a secret is shown once, rotated with both valid, and revoked for good', async () => {
    const page = await open()
    await page.goto(`${shop.base}/webhook/secrets`)
    await page.getByRole('link', { name: 'Rotate signing secret' }).click()
    await page.getByRole('button', { name: 'Rotate Signing Secret' }).click()
    const secret = await read(page.locator('#made-signing'))
    await page.goto(`${shop.base}/webhook/secrets`)
    await page.getByRole('heading', { name: 'Secrets' }).waitFor()
    expect(await page.content()).not.toContain(secret)

    const newer = new Store(shop.hook.endpoint, secret)
    await newer.sell({ email: 'new@example.com', product: '1' })

    const made = page.getByRole('table', { name: 'Secrets that are valid now' })
    const rows = await made.getByRole('row').count()
    await page.goto(`${shop.base}/webhook/secrets`)
    await made
      .getByRole('row', { name: /Signing secret.*rotated/ })
      .getByRole('link', { name: 'Revoke' })
      .click()
    await page.getByText('Posts that use it are refused').waitFor()
    await page.getByRole('button', { name: 'Revoke Signing Secret' }).click()
    await page.getByText('The signing secret is revoked.').waitFor()
    expect(await made.getByRole('row').count()).toBe(rows - 1)
  })

  test('what is refused is shown with why, since a mistyped key otherwise looks like silence', async () => {
    const wrong = new Store(shop.hook.endpoint, 'whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBlbmRwb2ludA==')
    expect((await wrong.post('{}')).status).toBe(401)
    const unfit = await shop.store.post('not json')
    expect([400, 401]).toContain(unfit.status)
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/webhook/activity`)
        return page.getByRole('table', { name: 'Last posts refused' }).getByText('401').count()
      }, SOON)
      .toBeGreaterThan(0)
  })

  test('SamCart is set up step by step, each of its ten triggers ticked when first seen', async () => {
    const page = await open()
    await page.goto(`${shop.base}/webhook`)
    await page.getByText('switch off SamCart’s own Thinkific rules').waitFor()
    const address = await read(page.locator('#samcart-url'))
    expect(address).not.toContain(shop.hook.key)
    for (const file of readdirSync(SAMCART_POSTS)) {
      const answer = await fetch(address.replace(/key=.*/, `key=${shop.hook.key}`), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: readFileSync(join(SAMCART_POSTS, file)),
      })
      expect(answer.status).toBe(202)
    }
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/webhook`)
        return page.getByText('10 of 10 seen so far.').count()
      }, SOON)
      .toBe(1)
    expect(await page.locator('.ticks').getByText('not seen yet').count()).toBe(0)
  })

  test('an address can be copied with one click', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await page.goto(`${shop.base}/webhook/senders`)
    const address = await read(page.locator('#url'))
    expect(address).toBe(`${inject('address')}/hooks/${shop.hook.endpoint}`)
    await page.locator('[data-copy="url"]').click()
    await page.getByText('Copied').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address)
  })
})
