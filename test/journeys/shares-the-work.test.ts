import { beforeAll, describe, expect, inject, test } from 'vitest'
import { goTo, read, useBrowser } from './browser'
import { openSchool } from './school'
import { openShop, type Shop } from './shop'

const PASSWORD = 'violet tractor seldom lamp'

const { open, stranger } = useBrowser()
let shop: Shop
let integration: string

beforeAll(async () => {
  const school = await openSchool('team')
  await school.course('Course Two')
  shop = await openShop('Team Shop')
  integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
})

describe('A merchant shares the work', () => {
  test('a merchant joins by a link, works with products, rules and logs, and sees no credentials, webhook or invitations', async () => {
    const email = `merchant-${crypto.randomUUID().slice(0, 8)}@example.com`
    const admin = await open()
    await admin.goto(`${shop.base}/team`)
    await admin.getByLabel('Email').fill(email)
    await admin.getByLabel('Role').selectOption('merchant')
    await admin.getByRole('button', { name: 'Create the link' }).click()
    const link = await read(admin.locator('code[id^="link-"]'))
    expect(link.startsWith(`${inject('address')}/sign-up?invitation=`)).toBe(true)

    const page = await stranger()
    await page.goto(link)
    await page.getByLabel('Your name').fill('Mo Merchant')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Join' }).click()
    await page.locator('#password-error').waitFor()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Mo Merchant')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Join' }).click()
    await page.waitForURL(/\/overview$/)

    await goTo(page, 'Products')
    await page.getByRole('link', { name: 'Power Yoga' }).click()
    await page.getByRole('link', { name: 'New Rule' }).waitFor()
    await goTo(page, 'Integrations')
    await page.getByRole('button', { name: 'Refresh Academy' }).waitFor()
    for (const forbidden of ['New Integration', 'Edit Academy', 'Mapping Academy', 'Delete Academy']) {
      expect(await page.getByRole('link', { name: forbidden }).count(), forbidden).toBe(0)
    }
    await goTo(page, 'Team')
    expect(await page.getByRole('button', { name: 'Create the link' }).count()).toBe(0)
    for (const path of [
      'webhook',
      'integrations/new',
      `integrations/${integration}`,
      `integrations/${integration}/mapping`,
    ]) {
      const answer = await page.goto(`${shop.base}/${path}`)
      expect(answer?.status(), path).toBeGreaterThanOrEqual(403)
      await page.getByRole('heading', { name: 'For admins only' }).waitFor()
    }

    const used = await stranger()
    await used.goto(link)
    await used.getByRole('heading', { name: 'This invitation no longer works' }).waitFor()

    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByText('You are signed out everywhere.').waitFor()
    await page.goto(`${shop.base}/logs`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  test('the link in the address brings one back after signing in, but never to another site', async () => {
    const { email, password } = inject('demo')
    for (const [asked, reached] of [
      [`${shop.base}/products`, `${shop.base}/products`],
      ['//evil.example.com/m', '/'],
      ['https://evil.example.com', '/'],
      ['/\\evil.example.com', '/'],
    ] as const) {
      const page = await stranger()
      await page.goto(`/sign-in?to=${encodeURIComponent(asked)}`)
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL((url) => url.pathname !== '/sign-in')
      const at = new URL(page.url())
      expect(at.origin).toBe(inject('address'))
      expect(at.pathname).toBe(reached === '/' ? '/marketplaces' : reached)
    }
  })

  test('a wrong password says neither which part is wrong nor whether there is such an account', async () => {
    const page = await stranger()
    const said: string[] = []
    for (const email of [inject('demo').email, 'nobody-here@example.com']) {
      await page.goto('/sign-in')
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill('not the password')
      await page.getByRole('button', { name: 'Sign in' }).click()
      said.push(await read(page.getByRole('alert')))
      expect(await page.getByLabel('Email').inputValue()).toBe(email)
    }
    expect(said[0]).toBe(said[1])
  })
})
