import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { PLAIN_OPTIONS } from '../../../src/model/rule'
import { listRules } from '../../../src/rules/store'
import { integrationFor, NOTHING_SEEN, ruleFor, Visitor } from '../setup-pages'

const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

describe('New Rule', () => {
  test('works in three steps without a script', async () => {
    const { ada, academy } = await shop()
    const first = await ada.get('/rules/new?product=350399')
    expect(first.text).toMatch(/name="integration"[\s\S]*name="action"[\s\S]*Next Step/)
    const id = /name="id" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
    const chosen = `product=350399&id=${id}&integration=${academy}&action=create_course`
    const second = await ada.get(`/rules/new?step=2&${chosen}`)
    expect(second.text).toMatch(/eCommerce[\s\S]*<option value="courses" disabled[\s\S]*Product Purchased/)
    expect(second.text).toContain('Create Course Enrollment on Academy')
    const third = await ada.get(`/rules/new?step=3&${chosen}&category=ecommerce&trigger=product.purchased`)
    expect(third.text).toMatch(/When <strong><bdi>Power Yoga<\/bdi><\/strong> is purchased, enroll the customer in…/)
    const fields = {
      id,
      product: '350399',
      integration: academy,
      action: 'create_course',
      trigger: 'product.purchased',
    }
    const saved = await ada.post('/rules', { ...fields, category: 'ecommerce', target: '1002' })
    expect(saved).toMatchObject({ status: 303, to: `/m/${ada.marketplace}/products/350399/integrations` })
    expect(await listRules(env.DB, ada.marketplace)).toMatchObject([
      {
        id,
        product: '350399',
        integration: academy,
        action: 'create_course',
        trigger: 'product.purchased',
        target: { kind: 'course', id: '1002', name: 'Course Two' },
        on: true,
        options: PLAIN_OPTIONS,
        name: 'Product Purchased → Create Course Enrollment: Course Two',
      },
    ])
    expect((await ada.get('/products/350399/integrations')).text).toContain('Course Two')
  })

  test('sorts integrations by label and shows no error before anything was asked', async () => {
    const { ada } = await shop()
    await integrationFor(ada, 'aardvark')
    const { status, text } = await ada.get('/rules/new?product=*')
    expect(status).toBe(200)
    expect(text.indexOf('>aardvark<')).toBeLessThan(text.indexOf('>Academy<'))
    expect(text).not.toContain('to fix')
  })

  test('goes back to the step that is wrong, keeping the rest', async () => {
    const { ada, academy } = await shop()
    const first = await ada.get(`/rules/new?product=*&step=2&integration=${academy}`)
    expect([first.status, first.text.includes('Choose what the rule does.')]).toEqual([422, true])
    const second = await ada.get(
      `/rules/new?product=*&step=3&integration=${academy}&action=create_course&category=courses`,
    )
    expect([second.status, second.text.includes('Choose a trigger.')]).toEqual([422, true])
  })

  test('finds targets as one types, as a fragment and as a page, and says when there are none', async () => {
    const { ada, academy } = await shop()
    const step = `/rules/new?product=*&step=3&integration=${academy}&action=create_course&trigger=product.purchased`
    const fragment = await ada.get(`${step}&q=tw`, partial)
    expect(fragment.text).not.toContain('<html')
    expect([...fragment.text.matchAll(/type="radio"/g)]).toHaveLength(2)
    expect((await ada.get(`${step}&q=twel`)).text).toMatch(/<html[\s\S]*Course Twelve/)
    const empty = await integrationFor(ada, 'Empty', { courses: [] })
    const none = await ada.get(step.replace(academy, empty))
    expect(none.text).toContain('This site has no courses that Thinkific lists.')
    await env.COPIES.delete(`catalog:${empty}`)
    expect((await ada.get(step.replace(academy, empty))).text).toContain('No courses are fetched yet')
    const typed = await ada.get(`${step}&q=998`)
    expect(typed.text).toContain('Thinkific lists no course 998. Submit takes it as the course’s id.')
    const pasted = await ada.get(`${step}&q=${'x'.repeat(5000)}`, partial)
    expect(pasted.text.length).toBeLessThan(500)
  })

  test('takes a typed id, refuses what is neither listed nor an id, and keeps what was typed', async () => {
    const { ada, academy } = await shop()
    const fields = { id: crypto.randomUUID(), product: '*', integration: academy, action: 'create_bundle' }
    const refused = await ada.post('/rules', {
      ...fields,
      trigger: 'product.purchased',
      q: 'yoga',
      access: 'days',
      accessDays: '0',
    })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Choose a bundle from the list, or type its id.')
    expect(refused.text).toContain('value="yoga"')
    expect(refused.text).toContain('Access lasts: enter a whole number of days from 1 to 99,999.')
    await ada.post('/rules', { ...fields, trigger: 'product.purchased', q: '998' })
    const [rule] = await listRules(env.DB, ada.marketplace)
    expect(rule?.target).toEqual({ kind: 'bundle', id: '998', name: 'Bundle 998' })
  })

  test('asks for the days after a paid period, preset from the product’s own payments alone', async () => {
    const { ada, academy } = await shop()
    const at = `/rules/new?step=3&product=350399&integration=${academy}&action=expire_course`
    const step = `${at}&category=ecommerce&trigger=subscription.canceled`
    expect((await ada.get(step)).text).toMatch(/name="endDays" type="text" value=""/)
    ada.journal.seen = { ...NOTHING_SEEN, subscribed: [{ id: 'other', name: '30', last: 1 }] }
    expect((await ada.get(step)).text).toMatch(/name="endDays" type="text" value=""/)
    ada.journal.seen = { ...NOTHING_SEEN, subscribed: [{ id: '350399', name: '365', last: 1 }] }
    expect((await ada.get(step)).text).toMatch(/name="endDays" type="text" value="365"/)
    const fields = { id: crypto.randomUUID(), product: '350399', integration: academy, action: 'expire_course' }
    const refused = await ada.post('/rules', {
      ...fields,
      trigger: 'subscription.canceled',
      target: '1002',
      end: 'paid',
    })
    expect([refused.status, refused.text.includes('End access: enter a whole number of days')]).toEqual([422, true])
  })

  test('with partners leaves out the one whose days are to be chosen, which the list leads to', async () => {
    const { ada, academy } = await shop()
    ada.journal.seen = { ...NOTHING_SEEN, subscribed: [{ id: '350399', name: null, last: 1 }] }
    const fields = { id: crypto.randomUUID(), product: '350399', integration: academy, action: 'create_course' }
    await ada.post('/rules', { ...fields, trigger: 'product.purchased', target: '1002', partners: 'on' })
    const triggers = async () => (await listRules(env.DB, ada.marketplace)).map(({ trigger }) => trigger)
    expect(await triggers()).toEqual(['product.purchased', 'product.refunded'])
    await ada.post('/rules/recommendations', { id: crypto.randomUUID(), product: '350399', key: 'all' })
    expect(await triggers()).toHaveLength(2)
    const { text } = await ada.get('/products/350399/integrations')
    const form = /href="([^"]*trigger=subscription.canceled[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await ada.get(form.replace(`/m/${ada.marketplace}`, ''))).text).toMatch(/value="paid" checked/)
  })

  test('sent twice makes one rule; with its partners, each of them once', async () => {
    const { ada, academy } = await shop()
    const fields = { id: crypto.randomUUID(), product: '*', integration: academy, action: 'create_course' }
    const form = { ...fields, trigger: 'product.purchased', target: '1002', partners: 'on' }
    await ada.post('/rules', form)
    await ada.post('/rules', form)
    expect((await listRules(env.DB, ada.marketplace)).map((rule) => rule.trigger)).toEqual([
      'product.purchased',
      'product.refunded',
    ])
  })

  test('carries everything through Back and Refresh', async () => {
    const { ada, academy } = await shop()
    const typed = {
      product: '*',
      integration: academy,
      action: 'create_course',
      trigger: 'product.purchased',
      q: 'cour',
      name: 'VIP 🧘',
    }
    const back = await ada.post('/rules/drafts', typed)
    expect(new URL(back.to ?? '', 'http://x').searchParams.get('name')).toBe('VIP 🧘')
    expect(back.to).toContain('step=2')
    ada.called.length = 0
    const refreshed = await ada.post('/rules/catalog/refreshes', typed)
    expect(refreshed.to).toContain('step=3')
    expect(ada.called.map((call) => call.split('(')[0])).toEqual(['refresh'])
  })

  test('for a product or a rule that is not there is not there', async () => {
    const { ada, academy } = await shop()
    expect((await ada.get('/rules/new?product=nobody')).status).toBe(404)
    expect((await ada.get('/rules/new?product=*&rule=nobody')).status).toBe(404)
    const fields = {
      id: crypto.randomUUID(),
      integration: academy,
      action: 'create_course',
      trigger: 'product.purchased',
    }
    expect((await ada.post('/rules', { ...fields, product: 'nobody', target: '1002' })).status).toBe(404)
    expect((await ada.post('/rules', { ...fields, product: '*', action: 'delete_everything' })).status).toBe(404)
  })
})

describe('what is recommended', () => {
  test('is offered beside the product and added in one click, once', async () => {
    const { ada, academy } = await shop()
    await ruleFor(ada, academy, { product: '350399' })
    expect((await ada.get('/products/350399/integrations')).text).toContain('Recommended rules')
    expect((await ada.get('/rules/new?product=350399')).text).toContain(
      'Without it, refunded customers keep Course Two.',
    )
    const form = { id: crypto.randomUUID(), product: '350399', key: 'all' }
    await ada.post('/rules/recommendations', form)
    await ada.post('/rules/recommendations', { ...form, id: crypto.randomUUID() })
    expect((await listRules(env.DB, ada.marketplace)).map((rule) => rule.trigger)).toEqual([
      'product.purchased',
      'product.refunded',
    ])
    expect((await ada.get('/products/350399/integrations')).text).not.toContain('Recommended rules')
  })
})

async function shop() {
  const ada = new Visitor()
  await ada.post('/products', { productId: '350399', name: 'Power Yoga' })
  return { ada, academy: await integrationFor(ada) }
}
