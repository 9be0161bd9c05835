/** Payments and access that do not match, from the event that shows it to the click that settles it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import { openAnother, type Person } from './person'
import { Shop } from './shop'

const ADA = 'ada@example.com'
const TWO = ACADEMY_COURSES['Course Two']
const DAY_MS = 86_400_000

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('club', 'product.purchased', 'create_course', TWO, { accessDays: 30 })
})

const page = (path: string, { marketplace } = shop) => mia.get(`/m/${marketplace}${path}`).then(({ text }) => text)
const customerPage = (email = ADA) => page(`/customers/${encodeURIComponent(email)}`)
const access = (email = ADA) => simulator.site('academy').accessTo(email, TWO)

/** Whole days, as Thinkific has them; null for no end. */
function daysLeft(email = ADA): number | null {
  const until =
    simulator
      .site('academy')
      .access(email)
      .find(({ courseId }) => courseId === TWO)?.until ?? null
  return until === null ? null : Math.floor((until - Date.now()) / DAY_MS)
}

function order(id: string, email = ADA) {
  return { customer: { email }, order: { id }, items: [{ product_id: 'club', product_name: 'Club' }] }
}

/** Sends the form whose button says so. */
async function click(html: string, button: string): Promise<string> {
  const form = [...html.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, , inner]) =>
    inner?.includes(button),
  )
  const fields = [...(form?.[2] ?? '').matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&quot;', '"'),
  ])
  const { headers } = await mia.post(form?.[1] ?? 'no such button', Object.fromEntries(fields))
  return (await mia.get(headers.get('location') ?? '')).text
}

async function boughtLongAgo(): Promise<void> {
  await shop.send('product.purchased', order('1'), { at: Date.now() - 40 * DAY_MS })
  expect((await shop.log(1)).map(({ outcome }) => outcome)).toEqual(['no change'])
}

async function refunded(): Promise<void> {
  await shop.send('product.purchased', order('1'))
  await shop.log(1)
  await shop.send('product.refunded', order('1'))
  await shop.log(2)
}

describe('a customer who paid and is out', () => {
  test('is on Overview and her page until Enroll now', async () => {
    await boughtLongAgo()
    const overview = await page('/overview')
    expect(overview).toContain('One customer paid and has no access')
    expect(overview).toMatch(/Paid for Club \(order 1\) on \w+ \d+ and has no access to Target \d+\./)
    expect(await page('/concerns')).toContain(ADA)
    expect(await click(await customerPage(), 'Enroll now')).toContain('Enrolling in Target')
    await shop.log(2)
    expect(access()).toBe('full')
    expect(daysLeft()).toBe(30)
    expect(await customerPage()).not.toContain('Needs attention')
    expect(await page('/overview')).not.toContain('paid and has no access')
  })

  test('is left as she is under the person’s name', async () => {
    await boughtLongAgo()
    expect(await click(await customerPage(), 'Leave as it is')).toContain('Left as it is.')
    expect(await page('/overview')).not.toContain('paid and has no access')
    expect(await page('/concerns')).toContain('Everyone has what they paid for')
    const { results } = await env.DB.prepare("SELECT person, what FROM audit WHERE did = 'dismissed'").all()
    expect(results).toEqual([
      { person: 'Mia Chen (mia@example.com)', what: 'the alarm “paid without access” about Club' },
    ])
  })
})

describe('a customer who got a refund and is still in', () => {
  test('is on Overview until End access now, which asks first', async () => {
    await refunded()
    expect(access()).toBe('full')
    const overview = await page('/overview')
    expect(overview).toContain('One customer still has access after a refund or dispute')
    const [, question = ''] = /href="([^"]+\/concerns\/ending[^"]*)"/.exec(overview) ?? []
    const { text } = await mia.get(question.replaceAll('&amp;', '&'))
    expect(text).toContain('loses what Club gave')
    expect(await click(text, 'End Access Now')).toContain('Ending access to Target')
    await shop.log(3)
    expect(access()).not.toBe('full')
    expect(await page('/overview')).not.toContain('after a refund or dispute')
  })

  test('with two purchases of one course is one customer, and out after one click', async () => {
    await shop.rule('bonus', 'product.purchased', 'create_course', TWO)
    const bonus = {
      customer: { email: ADA },
      order: { id: '2' },
      items: [{ product_id: 'bonus', product_name: 'Bonus' }],
    }
    await shop.send('product.purchased', order('1'))
    await shop.send('product.purchased', bonus)
    await shop.send('product.refunded', order('1'))
    await shop.send('product.refunded', bonus)
    await shop.log(4)
    const overview = await page('/overview')
    expect(overview).toContain('One customer still has access after a refund or dispute')
    const [, question = ''] = /href="([^"]+\/concerns\/ending[^"]*)"/.exec(overview) ?? []
    const { text } = await mia.get(question.replaceAll('&amp;', '&'))
    await click(text, 'End Access Now')
    await shop.log(6)
    expect(access()).not.toBe('full')
    expect(await page('/overview')).not.toContain('after a refund or dispute')
  })

  test('has a page that names the rule to add, and once that is there says that it came later', async () => {
    await refunded()
    expect(await customerPage()).toMatch(/but no rule ends its access\. The rule to add for Club: Product Refunded →/)
    await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    expect(await customerPage()).toMatch(/but no rule ends its access\. The rule “[^”]+” would, but came later/)
  })

  test('a second click says that it is settled', async () => {
    await refunded()
    const [, question = ''] = /href="([^"]+\/concerns\/ending[^"]*)"/.exec(await customerPage()) ?? []
    const { text } = await mia.get(question.replaceAll('&amp;', '&'))
    await click(text, 'End Access Now')
    await shop.log(3)
    expect(await click(text, 'End Access Now')).toContain('This was already settled')
  })

  test('leaves the list when she is erased', async () => {
    await refunded()
    await mia.post(`/m/${shop.marketplace}/customers/${encodeURIComponent(ADA)}/erasures`)
    await vi.waitFor(async () => expect(await page('/concerns')).toContain('Everyone has what they paid for'))
  })
})

describe('a corrected email', () => {
  test('because the rule’s last day was over is in without end after Enroll now', async () => {
    await shop.rule('late', 'product.purchased', 'create_course', TWO, { accessUntil: '2020-10-01' })
    const late = { customer: { email: ADA }, order: { id: '9' }, items: [{ product_id: 'late', product_name: 'Late' }] }
    await shop.send('product.purchased', late)
    await shop.log(1)
    await click(await customerPage(), 'Enroll now')
    await shop.log(2)
    expect([access(), daysLeft()]).toEqual(['full', null])
    expect(await customerPage()).not.toContain('Needs attention')
  })

  test('has the days of the purchase, and no more', async () => {
    const bought = Date.now() - 10 * DAY_MS
    await shop.send('product.purchased', order('1', 'adda@example.com'), { at: bought })
    await shop.log(1)
    const address = `/m/${shop.marketplace}/customers/adda%40example.com/corrections`
    await mia.post(address, { id: 'c1', email: ADA, move: 'on' })
    await shop.log(3)
    expect([access(), access('adda@example.com')]).toEqual(['full', 'expired'])
    expect(daysLeft()).toBe(20)
  })
})

describe('Payments and access', () => {
  test('another marketplace on the site sees none of it, and cannot settle it', async () => {
    await refunded()
    const rival = await new Shop(await openAnother(mia, 'Rival')).open(['academy'])
    expect(await page('/overview', rival)).not.toContain(ADA)
    expect(await page('/concerns', rival)).toContain('Everyone has what they paid for')
    const [own] = await env.THINKIFIC_SITE.getByName('academy').concerns(shop.marketplace)
    const fields = { site: 'academy', concern: own?.newest[0]?.id ?? '' }
    const address = `/m/${rival.marketplace}/customers/${encodeURIComponent(ADA)}/concerns`
    for (const act of ['enrollments', 'endings', 'dismissals']) {
      const { headers } = await mia.post(`${address}/${act}`, fields)
      expect((await mia.get(headers.get('location') ?? '')).text).toContain('This was already settled')
    }
    expect(await page('/concerns')).toContain(ADA)
    expect(access()).toBe('full')
  })
})
