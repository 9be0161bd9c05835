import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { findRule, listRules } from '../../../src/rules/store'
import { ruleFor, Visitor, withRule } from '../setup-pages'

describe('a rule', () => {
  test('reads itself aloud', async () => {
    const { ada, rule } = await withRule()
    const { text } = await ada.get(`/rules/${rule}`)
    expect(text).toContain('When any product is purchased, enroll the customer in Course Two.')
    expect(text).toContain('No such event received yet.')
  })

  test('is read aloud in its form as far as it is chosen', async () => {
    const { ada, academy } = await withRule()
    const step = `/rules/new?step=3&product=*&integration=${academy}&action=create_course&trigger=product.purchased`
    const read = async (more: string) =>
      /class="answer"[^>]*>([\s\S]*?)<\/p>/.exec((await ada.get(step + more)).text)?.[1]
    expect(await read('')).toContain('is purchased, enroll the customer in…')
    expect(await read('&access=days&accessDays=30')).toContain('enroll the customer in… for 30 days from each payment.')
    expect(await read('&q=Course Two&target=1002&access=days&accessDays=30')).toContain(
      'enroll the customer in Course Two for 30 days from each payment.',
    )
  })

  test('is edited in the steps it was made in, and stays as it was on or off', async () => {
    const { ada, academy, rule } = await withRule()
    await ada.post(`/rules/${rule}/activation`, { on: 'no' })
    const edit = await ada.get(`/rules/${rule}/edit`)
    expect(edit.to).toContain('step=3')
    expect((await ada.get(edit.to?.replace(`/m/${ada.marketplace}`, '') ?? '')).text).toContain('Edit Rule')
    const fields = { id: crypto.randomUUID(), product: '*', integration: academy, action: 'expire_course' }
    const form = { ...fields, trigger: 'product.refunded', target: '1012', end: 'later', endDays: '7', name: 'VIP' }
    const saved = await ada.post(`/rules/${rule}`, form)
    expect(saved.to).toBe(`/m/${ada.marketplace}/rules/${rule}?left=course-1002`)
    expect(await findRule(env.DB, ada.marketplace, rule)).toMatchObject({
      name: 'VIP',
      on: false,
      trigger: 'product.refunded',
      target: { id: '1012' },
      options: { end: { when: 'later', days: 7 } },
    })
  })

  test('changed since its edit form was opened stays as it is, and the form keeps what was typed', async () => {
    const { ada, academy, rule } = await withRule()
    const opened = new URL((await ada.get(`/rules/${rule}/edit`)).to ?? '', 'https://x').searchParams
    const form = (name: string, madeFrom: string) => ({
      id: crypto.randomUUID(),
      product: '*',
      integration: academy,
      action: 'create_course',
      trigger: 'product.purchased',
      target: '1002',
      name,
      madeFrom,
    })
    const stamp = opened.get('madeFrom') ?? ''
    expect((await ada.post(`/rules/${rule}`, form('First', stamp))).status).toBe(303)
    const refused = await ada.post(`/rules/${rule}`, form('Second', stamp))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('This was changed after you opened it')
    expect(refused.text).toContain('value="Second"')
    expect((await findRule(env.DB, ada.marketplace, rule))?.name).toBe('First')
    const shown = refused.text.match(/name="madeFrom" value="([^"]+)"/)?.[1] ?? ''
    expect((await ada.post(`/rules/${rule}`, form('Second', shown))).status).toBe(303)
    expect((await findRule(env.DB, ada.marketplace, rule))?.name).toBe('Second')
  })

  test('keeps when access starts, ends and comes back, and says so with the zone its dates are in', async () => {
    const { ada, academy } = await withRule()
    await env.DB.prepare('INSERT INTO marketplaces (id, name, slug, created_at, zone) VALUES (?1, ?1, ?1, 0, ?2)')
      .bind(ada.marketplace, 'Europe/Vienna')
      .run()
    const dates = { access: 'until', accessUntil: '2036-12-24', starts: 'on', startsOn: '2036-01-05' }
    const opening = await ruleFor(ada, academy, { ...dates, product: '*' })
    expect((await findRule(env.DB, ada.marketplace, opening))?.options).toMatchObject({
      accessDays: null,
      accessUntil: '2036-12-24',
      startsAfter: null,
      startsOn: '2036-01-05',
    })
    const fields = { action: 'expire_course', trigger: 'subscription.charge_failed', back: 'off' }
    const ending = await ruleFor(ada, academy, fields)
    expect((await findRule(env.DB, ada.marketplace, ending))?.options.giveBack).toBe(false)

    const { text } = await ada.get(`/rules/${opening}`)
    expect(text).toContain(
      'enroll the customer in Course Two until December 24, 2036, starting January 5, 2036, until a failed payment.',
    )
    expect(text).toContain('until the end of December 24, 2036 (Europe/Vienna)')
    expect((await ada.get(`/rules/${ending}`)).text).toContain('it does not come back without another rule')
    const edit = await ada.get(`/rules/${opening}/edit`)
    const form = (await ada.get(edit.to?.replace(`/m/${ada.marketplace}`, '') ?? '')).text
    expect(form).toMatch(/name="accessUntil" type="date" value="2036-12-24"/)
    expect(form).toMatch(/value="on" checked(="")? id="starts-on"/)
    expect(form).toContain('in the time zone Europe/Vienna')
  })

  test('copied keeps its options, and a changed option is in the trail', async () => {
    const { ada, academy } = await withRule()
    const rule = await ruleFor(ada, academy, { access: 'until', accessUntil: '2036-12-24' })
    const copy = crypto.randomUUID()
    await ada.post(`/rules/${rule}/copies`, { id: copy })
    expect((await findRule(env.DB, ada.marketplace, copy))?.options.accessUntil).toBe('2036-12-24')
    const form = { id: copy, product: '*', integration: academy, action: 'create_course', target: '1002' }
    const days = { access: 'days', accessDays: '99999', starts: 'later', startsAfter: '7' }
    await ada.post(`/rules/${copy}`, { ...form, ...days, trigger: 'product.purchased' })
    const line = await env.DB.prepare(`SELECT changes FROM audit WHERE marketplace = ? AND did = 'changed'`)
      .bind(ada.marketplace)
      .first<{ changes: string }>()
    expect(JSON.parse(line?.changes ?? '[]')).toEqual(
      expect.arrayContaining([
        { field: 'Access', from: 'until December 24, 2036', to: '99999 days' },
        { field: 'Starts', from: 'at once', to: '7 days later' },
      ]),
    )
  })

  test('that has a day in the past says so when it is saved and on its page', async () => {
    const { ada, academy } = await withRule()
    const rule = await ruleFor(ada, academy, { access: 'until', accessUntil: '2020-12-24' })
    expect((await ada.get(`/rules/${rule}`)).text).toContain('December 24, 2020, is in the past')
  })

  test('from before shows the days it assumed, until it is saved', async () => {
    const { ada, academy } = await withRule()
    const paid = { action: 'expire_course', trigger: 'subscription.canceled', end: 'paid', endDays: '30' }
    const rule = await ruleFor(ada, academy, paid)
    await env.DB.prepare('UPDATE rules SET days_assumed = 1 WHERE id = ?').bind(rule).run()
    expect((await ada.get(`/rules/${rule}`)).text).toContain('assumed: 30 days')
    const edit = await ada.get(`/rules/${rule}/edit`)
    const form = await ada.get(edit.to?.replace(`/m/${ada.marketplace}`, '') ?? '')
    expect(form.text).toContain('Assumed: 30 days.')
    await ada.post(`/rules/${rule}`, { id: rule, product: '*', integration: academy, target: '1002', ...paid })
    expect((await ada.get(`/rules/${rule}`)).text).not.toContain('assumed')
  })

  test('switched off ends what waits for it', async () => {
    const { ada, rule } = await withRule()
    ada.journal.ruleOff = 3
    await ada.post(`/rules/${rule}/activation`, { on: 'no' })
    expect((await findRule(env.DB, ada.marketplace, rule))?.on).toBe(false)
    expect(ada.called).toContain(`ruleOff("${rule}")`)
    await ada.post(`/rules/${rule}/activation`, { on: 'yes' })
    expect((await findRule(env.DB, ada.marketplace, rule))?.on).toBe(true)
    expect(ada.called.filter((call) => call.startsWith('ruleOff'))).toHaveLength(1)
  })

  test('duplicated is off, and once', async () => {
    const { ada, rule } = await withRule()
    const id = crypto.randomUUID()
    await ada.post(`/rules/${rule}/copies`, { id })
    await ada.post(`/rules/${rule}/copies`, { id })
    const rules = await listRules(env.DB, ada.marketplace)
    expect(rules.map(({ on }) => on)).toEqual([true, false])
    expect(rules[1]?.name).toMatch(/ \(copy\)$/)
  })

  test('says before it is deleted how many hold its target', async () => {
    const { ada, rule } = await withRule()
    ada.site.countHolders = { count: 12, more: false }
    expect((await ada.get(`/rules/${rule}/delete`)).text).toContain('12 customers hold Course Two')
    ada.site.countHolders = { count: 1_000, more: true }
    expect((await ada.get(`/rules/${rule}/delete`)).text).toContain('More than 1,000 customers hold Course Two')
    expect((await ada.post(`/rules/${rule}/deletions`)).status).toBe(303)
    expect(ada.called).toContain(`ruleOff("${rule}")`)
    expect((await ada.post(`/rules/${rule}/deletions`)).status).toBe(404)
    expect((await ada.get(`/rules/${rule}`)).status).toBe(404)
  })

  test('offers to end the access of those who hold what it targeted before, as a job under the person’s name', async () => {
    const { ada, rule } = await withRule()
    ada.site.countHolders = { count: 2, more: false }
    expect((await ada.get(`/rules/${rule}?left=course-1012`)).text).toContain('2 customers still hold Course Twelve')
    const asked = await ada.get(`/rules/${rule}/endings?target=course-1012`)
    expect(asked.text).toContain('2 customers lose Course Twelve on Academy')
    expect((await ada.post(`/rules/${rule}/endings`, { target: 'course-1012' })).status).toBe(303)
    expect(ada.called.at(-1)).toMatch(/^startJob\(.*"kind":"end-access","person":"Ada Byron".*"expire_course".*"1012"/)
    expect((await ada.post(`/rules/${rule}/endings`, { target: 'everything' })).status).toBe(404)
  })

  test('whose target is gone says so, in the list and on its page', async () => {
    const { ada, academy } = await withRule()
    await ruleFor(ada, academy, { target: '1012' })
    const catalog = { v: 1, courses: [], bundles: [], fields: [], fetchedAt: 1 }
    await env.COPIES.put(`catalog:${academy}`, JSON.stringify(catalog))
    const { text } = await ada.get('/rules')
    expect(text).toContain('Course Twelve is no longer in Thinkific. Choose another course.')
    expect(text).toContain('Course missing')
  })

  test.each(['its list lacks it', 'a call found it missing'])(
    'whose target is gone because %s is edited with all courses, and refused with the same one',
    async (why) => {
      const { ada, academy, rule } = await withRule()
      const isRead = why === 'its list lacks it'
      if (isRead) {
        const courses = [{ id: '1012', name: 'Course Twelve', status: 'published', private: false }]
        const catalog = { v: 1, courses, bundles: [], fields: [], fetchedAt: 1 }
        await env.COPIES.put(`catalog:${academy}`, JSON.stringify(catalog))
      } else {
        const found = { integration: { id: academy }, target: { kind: 'course', id: '1002', name: 'Course Two' } }
        ada.journal.log = { waiting: [], rows: [found], found: 0, next: null }
      }
      const edit = await ada.get(`/rules/${rule}/edit`)
      const form = await ada.get(edit.to?.replace(`/m/${ada.marketplace}`, '') ?? '')
      expect(form.status).toBe(200)
      expect(form.text).toMatch(
        /id="target-error">.*?<\/span>Course Two is no longer in Thinkific. Choose another course.</,
      )
      expect(form.text).toContain('value="1012"')
      expect(form.text).not.toMatch(/value="1002"|value="Course Two"|value="10\d\d" id="[^"]*" checked/)
      const fields = { id: crypto.randomUUID(), product: '*', integration: academy, action: 'create_course' }
      const same = { ...fields, trigger: 'product.purchased', target: '1002', q: '' }
      for (const typed of [same, { ...same, q: 'Course Two' }]) {
        const refused = await ada.post(`/rules/${rule}`, typed)
        expect([refused.status, refused.text.includes('Course Two is no longer in Thinkific.')]).toEqual([422, true])
      }
      // Only a list from before leaves open whether the id is right.
      expect((await ada.post(`/rules/${rule}`, { ...same, target: '', q: '1002' })).status).toBe(isRead ? 422 : 303)
      expect((await ada.post(`/rules/${rule}`, { ...same, target: '1012' })).status).toBe(303)
      expect((await findRule(env.DB, ada.marketplace, rule))?.target.name).toBe('Course Twelve')
      ada.site.countHolders = { count: 2, more: false }
      expect((await ada.get(`/rules/${rule}?left=course-1002`)).text).toContain('2 customers still hold Course Two')
    },
  )

  test('of another marketplace does not exist', async () => {
    const { academy, rule } = await withRule()
    const bob = new Visitor()
    for (const path of ['', '/edit', '/delete', '/try', '/test', '/endings?target=course-1002']) {
      expect((await bob.get(`/rules/${rule}${path}`)).status).toBe(404)
    }
    const fields = { id: crypto.randomUUID(), on: 'no', product: '*', integration: academy, email: 'a@example.com' }
    const edit = { action: 'create_course', trigger: 'product.purchased', target: '1002' }
    for (const path of ['', '/activation', '/copies', '/deletions', '/test-events', '/endings']) {
      expect((await bob.post(`/rules/${rule}${path}`, { ...fields, ...edit })).status).toBe(404)
    }
    expect(await listRules(env.DB, bob.marketplace)).toEqual([])
  })
})

describe('Global Rules', () => {
  test('lists them, and every product’s own, found as one types', async () => {
    const { ada, academy } = await withRule()
    await ada.post('/products', { productId: '1', name: 'Power Yoga' })
    await ruleFor(ada, academy, { product: '1', target: '1012' })
    const all = await ada.get('/rules')
    expect(all.text).toMatch(/For every product[\s\S]*Course Two[\s\S]*Power Yoga[\s\S]*Course Twelve/)
    const found = await ada.get('/rules?q=yoga', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
    expect(found.text).not.toContain('<html')
    expect(found.text).toContain('1 of 2 rules contain “yoga”.')
  })
})
