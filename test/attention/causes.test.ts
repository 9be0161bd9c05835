import { describe, expect, test } from 'vitest'
import { type AttentionFacts, listCauses } from '../../src/attention/causes'
import { formatSpan } from '../../src/attention/span'
import { groupSpellings } from '../../src/intake/word-groups'
import { toAttention } from '../../src/web/overview/attention'
import { QUIET } from './quiet'

const NOW = Date.parse('2026-11-23T10:45:00Z')
const HOUR_MS = 3_600_000
const ACADEMY = { id: 'academy', name: 'Academy', site: 'academy' }
const EACH = 3

type Given = Partial<Omit<AttentionFacts, 'journal'>> & { journal?: Partial<AttentionFacts['journal']> }

function causes({ journal = {}, ...facts }: Given, each = EACH) {
  return listCauses({ ...QUIET, ...facts, journal: { ...QUIET.journal, lastEvent: NOW, ...journal } }, NOW, each)
}

const titles = (given: Given, each = EACH) => causes(given, each).map(({ title }) => title)
const words = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    word: `Word ${at}`,
    format: 'samcart',
    count: at + 1,
    treatable: at,
    newest: { entry: `e${at}~0`, receivedAt: NOW },
  }))

describe('what needs a person', () => {
  test('nothing does while all is well', () => {
    expect(titles({ integrations: [{ ...ACADEMY, problem: null }] })).toEqual([])
  })

  test('rejected credentials come first, once, with how many wait for them', () => {
    const parked = [
      { reason: 'credentials' as const, integration: ACADEMY, count: 14, oldest: NOW, sentence: 'The key is refused.' },
    ]
    const integrations = [{ ...ACADEMY, problem: 'Thinkific rejects the API key.' }]
    const [first, ...others] = causes({ journal: { parked }, integrations })
    expect(first).toMatchObject({ key: 'credentials academy', title: 'Academy needs attention' })
    expect(first?.text).toContain('14 entries are waiting')
    expect(first?.link).toBe('/integrations/academy?reconnect=yes')
    expect(others).toEqual([])
  })

  test('parked entries say for which site, and since when', () => {
    const parked = [{ reason: 'held' as const, integration: ACADEMY, count: 1, oldest: NOW, sentence: 'No answer.' }]
    expect(causes({ journal: { parked } })).toMatchObject([
      {
        key: 'parked held academy',
        title: 'One entry is parked for Academy',
        text: 'No answer. Nothing is lost: it runs automatically once it works again.',
        since: NOW,
      },
    ])
  })

  test('what failed leads to its entry, and several to all of them', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'Course 7 is gone.' }
    const [one] = causes({ journal: { failed: { count: 1, newest } } })
    expect(one).toMatchObject({ text: 'Nadia Koch: Course 7 is gone.', link: '/logs/a~1' })
    const [many] = causes({ journal: { failed: { count: 3, newest } } })
    expect(many).toMatchObject({ title: '3 entries failed', link: '/logs?outcome=failed&state=open' })
  })

  test('an unclear entry leads to its choice, and several to all of them', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'More than one purchase fits.' }
    const [one] = causes({ journal: { unclear: { count: 1, newest } } })
    expect(one).toMatchObject({
      title: 'One event fits several purchases',
      fix: 'Choose the purchase',
      link: '/logs/a~1',
    })
    const [many] = causes({ journal: { unclear: { count: 3, newest } } })
    expect(many?.link).toBe('/logs?outcome=unclear&state=open')
  })

  test('what leaves for elsewhere names no customer', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'Nadia Koch is an administrator.' }
    const found = causes({ journal: { failed: { count: 1, newest }, unclear: { count: 1, newest } } })
    expect(found.map(({ plain }) => plain?.title)).toEqual(['One entry failed', 'One event fits several purchases'])
    expect(JSON.stringify(found.map(({ plain }) => plain))).not.toContain('Nadia')
  })

  test('what leaves for elsewhere has the title that Overview has', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'Course 7 is gone.' }
    const many = { count: 40, newest }
    const refusedToday = { count: 4, since: NOW, newest: { status: 401, reason: 'The key is wrong.' } }
    const found = causes({ journal: { failed: many, failedToday: 12, unclear: many, refusedToday } })
    expect(found.map(({ plain }) => plain?.title)).toEqual(found.map(({ title }) => title))
    expect(found[0]).toMatchObject({
      title: '40 entries failed',
      plain: { text: expect.stringContaining('12 failed since') },
    })
  })

  test('payments and access that do not match are one item a cause', () => {
    const concerns: AttentionFacts['concerns'] = [
      { cause: 'plan left behind', count: 1, customers: 1 },
      { cause: 'paid without access', count: 12, customers: 12 },
    ]
    expect(titles({ concerns })).toEqual([
      '12 customers paid and have no access',
      'One customer switched plans and still has the old one',
    ])
  })

  test('silence is measured and said', () => {
    expect(titles({ journal: { silent: true, lastEvent: NOW - 72 * HOUR_MS } })).toEqual(['No events for 3 days'])
  })

  test('refused posts are one item, with the newest reason', () => {
    const newest = { status: 401, reason: 'The key is wrong.' }
    const [one] = causes({ journal: { refusedToday: { count: 4, since: NOW - HOUR_MS, newest } } })
    expect(one).toMatchObject({ kind: 'refused', title: 'Posts to your webhook are refused', since: NOW - HOUR_MS })
    expect(one?.text).toContain('401')
  })

  test('a channel that alerts do not get through to is one, by its name', () => {
    const failingChannels = [{ id: 'c1', name: 'Operations', since: NOW, sentence: 'Slack answered invalid_token.' }]
    expect(causes({ journal: { failingChannels } })).toMatchObject([
      { key: 'alerts c1', title: 'Alerts do not reach “Operations”', text: 'Slack answered invalid_token.' },
    ])
  })

  test('an object near its size limit is one', () => {
    expect(titles({ journal: { bytes: 8_100_000_000 } })).toEqual(['The log of this marketplace holds 8.1 of 10 GB'])
    expect(causes({ fullSites: [{ ...ACADEMY, kind: 'Thinkific' }] })).toMatchObject([
      {
        key: 'storage academy',
        title: 'The customer records of Academy take more than 7 of 10 GB',
        text: expect.stringContaining('Move products to a second Thinkific site.'),
        link: '/integrations/academy',
      },
    ])
  })

  test('many of one kind are summed up on a page, and listed one by one for alerts', () => {
    const goneTargets = Array.from({ length: 40 }, (_, n) => ({
      id: `r${n}`,
      name: `Rule ${n}`,
      target: `Course ${n}`,
      kind: 'Thinkific',
    }))
    expect(titles({ goneTargets })).toEqual([
      '“Course 0” is no longer in Thinkific',
      '“Course 1” is no longer in Thinkific',
      '38 more rules target what is no longer in Thinkific',
    ])
    expect(new Set(causes({ goneTargets }, Number.POSITIVE_INFINITY).map(({ key }) => key)).size).toBe(40)
  })

  test('recommendations are one line, however many products lack one', () => {
    const unended = ['Yoga', 'Club', 'Mat', 'Tea', 'Rug'].map((name) => ({ id: name, name, why: 'Why.' }))
    expect(titles({ unended: unended.slice(0, 1) })).toEqual(['“Yoga” lacks a recommended rule'])
    const [one, ...others] = causes({ unended })
    expect(one?.text).toContain('Yoga, Club, Mat, and 2 more')
    expect(others).toEqual([])
  })

  test('rules for every product are no product among those that lack one', () => {
    const unended = ['Yoga', 'Club', '*'].map((id) => ({ id, name: id, why: 'Why.' }))
    expect(causes({ unended })).toMatchObject([
      { title: '2 products lack a recommended rule', count: 2, link: '/products' },
      { title: 'Global Rules lack a recommended rule', link: '/rules' },
    ])
  })

  test('a name of any length leaves room for the rest of the sentence', () => {
    const unended = ['Yoga '.repeat(30), 'Mat'].map((name) => ({ id: name, name, why: 'Why.' }))
    expect(causes({ unended })[0]?.text).toMatch(/^Yoga( Yoga){7}… and Mat\. /)
  })

  test('a product sold that opens nothing leads to its new rule', () => {
    const [one] = causes({ withoutCreate: [{ id: '44/9', name: 'Yoga' }] })
    expect(one?.link).toBe('/rules/new?product=44%2F9')
  })

  test('a product that sells while its rule is off is one, and one click switches the rule on', () => {
    const rulesOff = [{ products: [{ id: 'club', name: 'Club' }], rules: [{ id: 'r1', name: 'Welcome' }] }]
    const [one, ...others] = causes({ rulesOff })
    expect(one).toMatchObject({ title: '“Club” sells, but its rule is off', fix: 'Switch on', link: '/rules/r1' })
    expect(one && toAttention('/m/x', one).action.post).toEqual({
      to: '/m/x/rules/r1/activation',
      values: { on: 'yes' },
    })
    expect(others).toEqual([])
  })

  test('several products under one rule that is off are one, and several rules of one product are too', () => {
    const products = [
      { id: 'club', name: 'Club' },
      { id: 'mat', name: 'Mat' },
    ]
    const rules = [
      { id: 'r1', name: 'Welcome' },
      { id: 'r2', name: 'Bonus' },
    ]
    expect(causes({ rulesOff: [{ products, rules: rules.slice(0, 1) }] })).toMatchObject([
      { title: '2 products sell, but their rule is off', count: 2 },
    ])
    expect(causes({ rulesOff: [{ products: products.slice(0, 1), rules }] })).toMatchObject([
      { title: '“Club” sells, but its rules are off', link: '/products/club/integrations', fix: 'See rules' },
    ])
  })

  test('each word that is not understood is one line, however many posts say it', () => {
    const [one, two] = causes({ words: words(2) })
    expect(one).toMatchObject({ title: '“Word 0” is not understood', link: '/logs/e0~0/treatments/new' })
    expect(two?.text).toContain('2 posts say it')
  })

  test('a word keeps its cause however it is spelled; another format’s is another', () => {
    const [word] = words(1)
    const spelled = (of: object) => causes({ words: [{ ...word, ...of }] as ReturnType<typeof words> })[0]?.key
    expect(spelled({ word: 'word_0' })).toBe(spelled({ word: 'Word 0' }))
    expect(spelled({ format: 'standard' })).not.toBe(spelled({}))
  })

  test('many words share the last line', () => {
    const lines = titles({ words: words(9) })
    expect(lines.at(-1)).toBe('6 more words are not understood')
    expect(lines).toHaveLength(4)
  })

  test('an old secret is spoken of until it ends', () => {
    const [line] = causes({ oldSecrets: [{ id: 's', name: 'key', left: 5 * HOUR_MS }] })
    expect(line).toMatchObject({ title: 'An old key ends in 5 hours', link: '/webhook/secrets' })
  })

  test('a page links below its marketplace, for admins alone where only they may act', () => {
    const [cause] = causes({ journal: { silent: true, lastEvent: NOW - 72 * HOUR_MS } })
    expect(cause && toAttention('/m/x', cause).action).toEqual({
      label: 'Check the webhook',
      href: '/m/x/webhook',
      forAdmins: true,
    })
  })
})

describe('Words and spans', () => {
  test('spellings of one word in one format are one, under the newest', () => {
    const spelled = [
      { word: 'club_joined', format: 'samcart', count: 2, treatable: 2, newest: { entry: 'b~0', receivedAt: NOW } },
      { word: 'Club Joined', format: 'samcart', count: 3, treatable: 1, newest: { entry: 'a~0', receivedAt: NOW - 1 } },
    ]
    const elsewhere = {
      word: 'club joined',
      format: 'standard',
      count: 7,
      treatable: 7,
      newest: { entry: 'c~0', receivedAt: NOW },
    }
    expect(groupSpellings([...spelled, elsewhere])).toEqual([{ ...spelled[0], count: 5, treatable: 3 }, elsewhere])
  })

  test('spans are said as people say them', () => {
    expect([formatSpan(HOUR_MS / 2), formatSpan(5 * HOUR_MS), formatSpan(72 * HOUR_MS)]).toEqual([
      'an hour',
      '5 hours',
      '3 days',
    ])
  })
})
