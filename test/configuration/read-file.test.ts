import { describe, expect, test } from 'vitest'
import { phraseProblem } from '../../src/configuration/problem'
import { readConfigurationFile } from '../../src/configuration/read-file'

const RULE = {
  product: '440369',
  trigger: 'product.purchased',
  integration: 'Academy',
  action: 'create_course',
  target: { id: '1002', name: 'Course Two' },
}
const ACADEMY = { name: 'Academy', kind: 'thinkific', settings: { site: 'academy' } }

function problemsOf(file: unknown): string[] {
  const read = readConfigurationFile(typeof file === 'string' ? file : JSON.stringify(file))
  return read.ok ? [] : read.problems.map(phraseProblem)
}

const inRule = (more: object) => problemsOf({ version: 1, integrations: [ACADEMY], rules: [{ ...RULE, ...more }] })
const inIntegration = (more: object) => problemsOf({ version: 1, integrations: [{ ...ACADEMY, ...more }] })
const inChannel = (more: object) => problemsOf({ version: 1, alerts: [{ name: 'Ops', kind: 'slack', ...more }] })

describe('A file that is no configuration', () => {
  test.each([
    ['', 'Choose a file, or paste its text.'],
    ['{\n  "version": 1,\n  "rules": [}', 'This is not JSON (Unexpected token'],
    ['{\n  "version": 1\n  "rules": []\n}', 'This is not JSON: something is wrong in line 3, column 3.'],
    ['[]', 'This is JSON, but not an Enrollwire configuration.'],
    ['null', 'This is JSON, but not an Enrollwire configuration.'],
    ['{"rules":[]}', 'version: is missing. A configuration begins with "version": 1.'],
    ['{"version":"1"}', 'version: should be 1, the only version there is.'],
    ['{"version":2,"rules":"of another shape"}', 'This file has version 2, and this Enrollwire reads version 1.'],
    [`{"version":1,"timeZone":"${'x'.repeat(1_000_000)}"}`, 'The file is larger than 1 MB.'],
  ])('is refused with what to do: %s', (text, sentence) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(sentence)])
  })

  test('may have the line breaks of a browser, which do not make it larger', () => {
    const lines = (end: string) => `{"version":1,${end.repeat(400_000)}"rules":[]}`
    expect(problemsOf(lines('\n'))).toEqual([])
    expect(problemsOf(lines('\r\n'))).toEqual(problemsOf(lines('\n')))
    expect(problemsOf(`{"version":1,${'\r\n'.repeat(600_000)}"rules":[]}`)).toEqual([])
  })

  test('may begin with a byte order mark', () => {
    expect(problemsOf('\uFEFF{"version":1}')).toEqual([])
  })
})

describe('A field that this version does not know', () => {
  test('is named, and not dropped', () => {
    expect(
      problemsOf({ version: 1, webhooks: [], rules: [{ ...RULE, enabled: true, options: { acessDays: 30 } }] }),
    ).toEqual([
      'rules[0].options.acessDays: is not a field this version knows. Check its spelling, or remove it.',
      'rules[0].enabled: is not a field this version knows. Check its spelling, or remove it.',
      'webhooks: is not a field this version knows. Check its spelling, or remove it.',
    ])
  })
})

describe('A rule', () => {
  test.each<[object, string]>([
    [{}, ''],
    [{ trigger: 'product.sold' }, 'rules[0].trigger: is no trigger of this version.'],
    [{ trigger: undefined }, 'rules[0].trigger: is missing.'],
    [
      { trigger: 'course.completed' },
      'rules[0].trigger: Course Completed is of Courses, which Create Course Enrollment does not use.',
    ],
    [
      { trigger: 'access.given' },
      'rules[0].trigger: Access Given is of Access, which Create Course Enrollment does not use.',
    ],
    [{ action: 'create_coarse' }, 'rules[0].action: “create_coarse” is no action here. There are “create_course”'],
    [
      { integration: 'ACADEMY', action: 'send_notify_url_post', target: undefined },
      'rules[0].action: is one of Notify URL, and “ACADEMY” is not.',
    ],
    [
      { integration: 'crm', action: 'send_notify_url_post' },
      'rules[0].target: Send Notify URL POST has nothing to choose. Remove it.',
    ],
    [{ target: undefined }, 'rules[0].target: is missing: Create Course Enrollment needs the id of one.'],
    [{ target: { id: 'yoga' } }, 'rules[0].target.id: “yoga” cannot be the id of a course.'],
    [{ target: { id: 1002 } }, 'rules[0].target.id: should be text.'],
    [{ on: 'yes' }, 'rules[0].on: should be true or false.'],
    [{ name: 'a\nb' }, 'rules[0].name: should be a single line without control characters.'],
    [{ name: 'é'.repeat(201) }, 'rules[0].name: is longer than 200 characters.'],
    [{ id: 'an id' }, 'rules[0].id: should be letters, digits and signs without spaces.'],
    [{ options: { accessDays: 0 } }, 'rules[0].options.accessDays: should be a whole number from 1 to 99,999.'],
    [{ options: { accessDays: 1.5 } }, 'rules[0].options.accessDays: should be a whole number.'],
    [
      { options: { accessUntil: '2027-02-30' } },
      'rules[0].options.accessUntil: should be a date that exists, such as 2026-12-24.',
    ],
    [
      { options: { accessDays: 3, accessUntil: '2027-02-28' } },
      'rules[0].options.accessUntil: Give either days or a date.',
    ],
    [
      { options: { startsOn: '2027-03-01', accessUntil: '2027-02-28' } },
      'rules[0].options.accessUntil: is before the day access starts.',
    ],
    [{ options: { end: { when: 'at_once' } } }, 'rules[0].options.end: is no option of Create Course Enrollment'],
    [{ action: 'expire_course', options: { end: { when: 'later' } } }, 'rules[0].options.end.days: is missing.'],
    [{ action: 'expire_course', options: { end: { when: 'soon', days: 1 } } }, 'rules[0].options.end.when:'],
    [
      { options: { giveBack: false } },
      'rules[0].options.giveBack: is no option of Create Course Enrollment on this trigger. Remove it.',
    ],
  ])('%j', (more, sentence) => {
    const found = inRule(more)
    expect(found.join('\n')).toContain(sentence)
    expect(found.length).toBeLessThanOrEqual(sentence === '' ? 0 : 1)
  })

  test('that reminds says how many days before', () => {
    const post = { integration: 'crm', action: 'send_notify_url_post', target: undefined, trigger: 'access.ends_soon' }
    expect(inRule(post)).toEqual(['rules[0].options.noticeDays: is missing: how many days before the end.'])
    expect(inRule({ ...post, options: { noticeDays: 7 } })).toEqual([])
    expect(inRule({ ...post, options: { noticeDays: 400 } })).toEqual([
      'rules[0].options.noticeDays: should be a whole number from 1 to 365.',
    ])
  })

  test('with the id of another is refused', () => {
    const rules = [{ ...RULE, id: 'x' }, RULE, { ...RULE, id: 'x' }]
    expect(problemsOf({ version: 1, rules })).toEqual(['rules[2].id: is the same as in rules[0].'])
  })
})

describe('An integration', () => {
  test.each<[object, string]>([
    [
      { kind: 'teachable' },
      'integrations[0].kind: “teachable” is no kind of integration here. Use “thinkific” or “notify-url”.',
    ],
    [
      { settings: { key: 'secret' } },
      'integrations[0].settings.key: is no setting of Thinkific, which has “site”, “pace”, “welcome”',
    ],
    [{ settings: { site: 'courses.example.com' } }, 'integrations[0].settings.site:'],
    [
      { settings: { site: 'academy', pace: 5_000 } },
      'integrations[0].settings.pace: Requests per minute is a whole number from 1 to 1000.',
    ],
    [{ settings: { site: 'academy', pace: '90' } }, 'integrations[0].settings.pace: should be a number'],
    [{ settings: { site: 'academy', welcome: 'on' } }, 'integrations[0].settings.welcome: should be true or false'],
    [
      { kind: 'notify-url', settings: { url: 'https://hooks.example.com' } },
      'integrations[0].settings.url: is no setting of Notify URL',
    ],
    [
      { kind: 'notify-url', settings: {}, mappings: [{ field: 'a', to: '1' }] },
      'integrations[0].mappings: Notify URL has no fields to map to.',
    ],
    [
      {
        mappings: [
          { field: 'a', to: '1' },
          { field: 'b', to: '1' },
        ],
      },
      'integrations[0].mappings[1].to: is the same as in integrations[0].mappings[0].',
    ],
  ])('%j', (more, sentence) => {
    expect(inIntegration(more)).toEqual([expect.stringContaining(sentence)])
  })

  test('of the name of another, whatever its case, is refused', () => {
    expect(problemsOf({ version: 1, integrations: [ACADEMY, { ...ACADEMY, name: 'ACADEMY' }] })).toEqual([
      'integrations[1].name: is the same as in integrations[0].',
    ])
  })

  test('is spelled as an export spells it', () => {
    const file = {
      version: 1,
      integrations: [{ ...ACADEMY, settings: { site: 'https://academy.thinkific.com/courses' } }],
    }
    expect(readConfigurationFile(JSON.stringify(file))).toMatchObject({
      configuration: { integrations: [{ settings: { site: 'academy.thinkific.com' } }] },
    })
  })
})

describe('A channel, a word and a setting', () => {
  test.each<[string[], string]>([
    [
      inChannel({ kind: 'pager' }),
      'alerts[0].kind: “pager” is no kind of channel here. There are “email”, “slack”, “signed-url”.',
    ],
    [
      inChannel({ alerts: ['everything'] }),
      'alerts[0].alerts[0]: “everything” is not known here. Use “credentials”, “parked”',
    ],
    [inChannel({ address: 'https://hooks.slack.com' }), 'alerts[0].address: is not a field this version knows.'],
    [inChannel({ quietHours: { from: 7, until: 7 } }), 'alerts[0].quietHours.until: Quiet hours end when they begin.'],
    [
      inChannel({ quietHours: { from: 24, until: 7 } }),
      'alerts[0].quietHours.from: should be a whole number from 0 to 23.',
    ],
    [
      inChannel({ digest: { weekday: 'monday', hour: 9 } }),
      'alerts[0].digest.weekday: “monday” is not known here. Use “Sunday”',
    ],
    [
      problemsOf({ version: 1, words: [{ format: 'shopify', word: 'Sold', meaning: 'ignore' }] }),
      'words[0].format: “shopify” is no format here.',
    ],
    [
      problemsOf({ version: 1, words: [{ format: 'samcart', word: 'Sold', meaning: 'sold' }] }),
      'words[0].meaning: should be “ignore” or a type of event',
    ],
    [
      problemsOf({ version: 1, words: [{ format: 'samcart', word: '…', meaning: 'ignore' }] }),
      'words[0].word: has no letters or digits.',
    ],
    [problemsOf({ version: 1, timeZone: 'Mars' }), 'timeZone: is no time zone, such as “Europe/Vienna”.'],
    [problemsOf({ version: 1, delinquentAfter: 31 }), 'delinquentAfter: should be a whole number from 1 to 30.'],
    [
      problemsOf({ version: 1, products: [{ id: '*', name: 'All' }] }),
      'products[0].id: An asterisk stands for every product.',
    ],
    [problemsOf({ version: 1, products: { id: '1' } }), 'products: should be a list.'],
  ])('%j', (found, sentence) => {
    expect(found).toEqual([expect.stringContaining(sentence)])
  })
})

describe('A file with many mistakes', () => {
  test('names the first fifty and counts the rest', () => {
    const found = problemsOf({ version: 1, rules: Array.from({ length: 60 }, () => ({ ...RULE, trigger: 'x' })) })
    expect(found).toHaveLength(51)
    expect(found.at(-1)).toBe('10 more like these. Fix these first.')
  })
})
