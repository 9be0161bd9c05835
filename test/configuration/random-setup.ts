/** Made-up marketplaces, as their rows. */
import fc from 'fast-check'
import { toColumns } from '../../src/alerts/channel-settings'
import type { Channel } from '../../src/alerts/store'
import { toFileSettings } from '../../src/configuration/integration-settings'
import type { Setup, SetupIntegration } from '../../src/configuration/setup'
import { normalizeWord } from '../../src/intake/formats/common-words'
import { KINDS } from '../../src/integrations'
import { toSettingsColumns } from '../../src/integrations/connection'
import { CAUSE_KINDS } from '../../src/model/alert'
import { EVENT_TYPES } from '../../src/model/event-type'
import { EVERY_PRODUCT, NO_CHOICE, PLAIN_OPTIONS, type Rule, type RuleOptions } from '../../src/model/rule'
import { TRIGGERS, type Trigger } from '../../src/model/trigger'
import { defaultName } from '../../src/rules/naming'

/** D1 compares names without regard to case in ASCII alone. */
export const SCHOOLS = ['Academy', 'Übungen & Kurse', 'übungen & kurse'] as const
export const CRM = 'crm'

const PRODUCTS = ['350399', '440369', 'a/b “c”', '__proto__']
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((one) => `n${one.replace(/\p{C}/gu, '')}x`)
/** What senders and Thinkific call things, as it is stored. */
const foreignText = fc.oneof(
  text,
  fc.constantFrom(' Piano\tfor  two ', '\n', 'Grundkurs Klavier und Gesang für Kinder. '.repeat(9).slice(0, 300)),
)
const days = fc.integer({ min: 1, max: 99_999 })

export function integrationHere(kindId: string, name: string, settings: object): SetupIntegration {
  const kind = KINDS.get(kindId)
  const id = `row-${name}`
  const row = {
    id,
    marketplace: 'm1',
    kind: kindId,
    name,
    ...toSettingsColumns(kind, settings, id),
    sealedCredential: 'sealed',
    problem: null,
    createdAt: 1,
    updatedAt: 1,
    deletingAt: null,
  }
  return { row, kind, stored: settings, settings: toFileSettings(kind, settings), mappings: [] }
}

const school = (name: string, site: string) =>
  fc
    .record({ pace: fc.integer({ min: 1, max: 1000 }), siteWelcome: fc.boolean() })
    .map(({ pace, siteWelcome }) =>
      integrationHere('thinkific', name, { site, scheme: 'api_key', requestsPerMinute: pace, siteWelcome }),
    )

const options: fc.Arbitrary<RuleOptions> = fc
  .record({
    length: fc.constantFrom('none', 'days', 'until'),
    start: fc.constantFrom('now', 'later', 'on'),
    days,
    after: days,
    end: fc.oneof(
      fc.constant({ when: 'at_once' as const }),
      fc.record({ when: fc.constant('later' as const), days }),
      fc.record({ when: fc.constant('paid' as const), days: fc.integer({ min: 0, max: 400 }) }),
    ),
    giveBack: fc.boolean(),
    skipTest: fc.boolean(),
    removeAlways: fc.boolean(),
  })
  .map(({ length, start, after, days, ...others }) => ({
    ...PLAIN_OPTIONS,
    ...others,
    accessDays: length === 'days' ? days : null,
    accessUntil: length === 'until' ? '2027-12-24' : null,
    startsAfter: start === 'later' ? after : null,
    startsOn: start === 'on' ? '2027-02-28' : null,
  }))

const rule = fc
  .record({
    at: fc.integer({ min: 0, max: 2 }),
    action: fc.constantFrom('create_course', 'expire_course', 'create_bundle', 'expire_bundle', 'send_notify_url_post'),
    trigger: fc.constantFrom<Trigger>(...TRIGGERS),
    notice: fc.option(fc.integer({ min: 1, max: 365 })),
    product: fc.constantFrom(EVERY_PRODUCT, ...PRODUCTS),
    target: fc.record({ id: fc.integer({ min: 1, max: 9_999 }).map(String), name: foreignText }),
    name: fc.option(text),
    on: fc.boolean(),
    options,
  })
  .map(({ at, action, trigger, notice, target, name, ...others }): Omit<Rule, 'id'> => {
    const { only, target: kind } = KINDS.action(action)
    const isPost = only !== undefined
    const integrationName = isPost ? CRM : (SCHOOLS[at] ?? SCHOOLS[0])
    const parts = { action, trigger, target: isPost ? { kind, id: NO_CHOICE, name: only } : { kind, ...target } }
    const reminds = isPost && notice !== null
    const made: Omit<Rule, 'id'> = {
      ...others,
      ...parts,
      ...(reminds ? { trigger: 'access.ends_soon', options: { ...others.options, noticeDays: notice } } : {}),
      marketplace: 'm1',
      integration: `row-${integrationName}`,
      integrationName,
      site: '',
      name: '',
    }
    return { ...made, name: name ?? defaultName(made, KINDS) }
  })

const channel = (name: string, n: number) =>
  fc
    .record({
      causes: fc.subarray([...CAUSE_KINDS]),
      quiet: fc.constantFrom(null, { from: 22, until: 7 }),
      digest: fc.option(fc.record({ weekday: fc.integer({ min: 0, max: 6 }), hour: fc.integer({ min: 0, max: 23 }) })),
      on: fc.boolean(),
    })
    .map(
      (settings): Channel => ({
        ...toColumns({ name, ...settings }),
        id: `channel-${n}`,
        marketplace: 'm1',
        kind: n % 2 === 0 ? 'slack' : 'signed-url',
        shown: 'hooks.example.com',
        sealedAddress: 'sealed',
        origin: 'https://enrollwire.test',
        createdAt: 1,
        updatedAt: 1,
      }),
    )

const mapping = (integration: string) =>
  fc
    .record({ field: text, definition: fc.integer({ min: 1, max: 99 }).map(String), definitionLabel: foreignText })
    .map((one) => ({ ...one, id: `mapping-${integration}-${one.definition}`, marketplace: 'm1', integration }))

const word = fc
  .record({
    format: fc.constantFrom('standard', 'samcart'),
    spelling: fc.stringMatching(/^[A-Z][a-z]{3,8} [A-Z][a-z]{2,6}$/),
    meaning: fc.constantFrom(...EVENT_TYPES, 'ignore' as const),
  })
  .map((one) => ({ ...one, marketplace: 'm1', word: normalizeWord(one.spelling), createdAt: 1 }))

export const anySetup: fc.Arbitrary<Setup> = fc
  .record({
    zone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/Chicago'),
    delinquentAfter: fc.integer({ min: 1, max: 30 }),
    schools: fc.tuple(school(SCHOOLS[0], 'academy'), school(SCHOOLS[1], 'kurse'), school(SCHOOLS[2], 'kurse')),
    maps: fc.uniqueArray(mapping(`row-${SCHOOLS[0]}`), { maxLength: 4, selector: ({ definition }) => definition }),
    products: fc.uniqueArray(fc.record({ id: fc.constantFrom(...PRODUCTS, '7', '70'), name: foreignText }), {
      selector: ({ id }) => id,
      maxLength: 6,
    }),
    rules: fc.array(rule, { maxLength: 12 }),
    words: fc.uniqueArray(word, { maxLength: 4, selector: (one) => `${one.format} ${one.word}` }),
    channels: fc.tuple(channel('Operations', 0), channel('night SHIFT', 1)),
  })
  .map(({ schools: [first, ...others], maps, products, rules, ...rest }) => {
    const named = new Map(products.map(({ id, name }) => [id, name]))
    const used = rules.flatMap(({ product }) => (product === EVERY_PRODUCT || named.has(product) ? [] : [product]))
    const all = [...products, ...[...new Set(used)].map((id) => ({ id, name: `Product ${id}` }))]
    return {
      ...rest,
      marketplace: 'm1',
      integrations: [
        { ...first, mappings: maps },
        ...others,
        integrationHere('notify-url', CRM, { url: 'https://hooks.example.com/secret', postsPerSecond: 12 }),
      ],
      products: all.map((one) => ({ ...one, marketplace: 'm1', createdAt: 1 })),
      rules: rules.map((one, n) => ({ ...one, id: `rule-${n}` })),
    }
  })
