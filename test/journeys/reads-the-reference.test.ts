import { describe, expect, test } from 'vitest'
import { tooWide, useBrowser } from './browser'

const PHONE = { viewport: { width: 390, height: 844 } }
const { stranger } = useBrowser()

describe('An engineer reads the API reference', () => {
  test('finds a call by its words and by its fields, and its example has this address', async () => {
    const page = await stranger()
    await page.goto('/reference/')
    const calls = page.locator('#calls [data-call]:visible')
    const everything = await calls.count()
    await page.getByRole('searchbox', { name: 'Search the calls' }).pressSequentially('product rename')
    await page.locator('#found').getByText('1 call found.').waitFor()
    expect([await calls.count(), everything > 5]).toEqual([1, true])
    expect(await page.locator('#calls > :visible').count()).toBe(1)
    await page.getByRole('link', { name: 'Rename a product' }).click()
    await page.getByRole('heading', { name: 'Rename a product' }).waitFor()
    const { origin } = new URL(page.url())
    await page.locator('#renameProduct-curl').getByText(`${origin}/api/v1/products`).waitFor()

    await page.goto('/reference/?q=webhook-signature')
    await page.locator('#found').getByText('1 call found.').waitFor()
    await page.getByRole('link', { name: 'Standard webhook' }).click()
    await page.locator('#post_standard-curl').getByText(`${origin}/hooks/`).waitFor()
  })

  test('without JavaScript every call is listed, and it fits a phone', async () => {
    const page = await stranger({ ...PHONE, javaScriptEnabled: false })
    await page.goto('/reference')
    await page.getByRole('link', { name: 'Add a product' }).click()
    await page.locator('#addProduct-curl').waitFor()
    const phone = await stranger(PHONE)
    for (const path of ['/reference/', '/reference/hooks', '/reference/products']) {
      const answer = await phone.goto(path)
      expect(await tooWide(phone), path).toBeLessThanOrEqual(0)
      expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    }
  })
})
