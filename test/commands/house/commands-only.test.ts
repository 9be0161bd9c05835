import { describe, expect, test } from 'vitest'
import { commandsOnly } from '../../../.run/house/commands-only'
import { edgesOf, treeOf } from '../../../.run/house/tree'

type Exceptions = Parameters<typeof commandsOnly>[2]

function findings(texts: Record<string, string>, importable: Exceptions = []) {
  const tree = treeOf(texts)
  return commandsOnly([...tree.values()], edgesOf(tree), importable).findings.map(
    ({ where, says }) => `${where} ${says}`,
  )
}

const STORE = `
export function list(db) { return db.select() }
export async function add(d1) { await drizzle(d1).insert(rules).values({}) }`

describe('A page', () => {
  test('may call commands, and what reads', () => {
    expect(
      findings({
        'src/rules/store.ts': STORE,
        'src/rules/commands.ts': "import { add } from './store'\nexport const addRule = add",
        'src/products/copy-commands.ts': 'export const copy = (db) => db.update(rules)',
        'src/web/a.ts':
          "import { addRule } from '../rules/commands'\nimport { list } from '../rules/store'\nimport { copy } from '../products/copy-commands'",
      }),
    ).toEqual([])
  })

  test('may not call what writes to D1, whatever leads there', () => {
    const says = 'which changes something and is no command'
    const texts = {
      'src/rules/store.ts': STORE,
      'src/rules/adding.ts': "import { add } from './store'\nexport const adding = () => add()",
      'src/rules/more.ts': "export * from './adding'",
      'src/web/a.ts': "import { add, list } from '../rules/store'\nimport { adding } from '../rules/adding'",
      'src/web/b.ts': "import type { add } from '../rules/store'\nconst { adding } = await import('../rules/more')",
    }
    expect(findings(texts)).toEqual([
      `src/web/a.ts:1 web imports add of src/rules/store.ts, ${says}`,
      `src/web/a.ts:2 web imports adding of src/rules/adding.ts, ${says}`,
      `src/web/b.ts:2 web imports adding of src/rules/more.ts, ${says}`,
    ])
  })

  test('may not call a file’s reading function whose helper writes', () => {
    const store = 'const save = (db) => db.delete(rules)\nexport function list(db) { save(db) }'
    expect(
      findings({ 'src/rules/store.ts': store, 'src/web/a.ts': "import { list } from '../rules/store'" }),
    ).toHaveLength(1)
  })

  test('may not open accounts or build rows', () => {
    const texts = {
      'src/accounts/auth.ts': 'export async function loadAuth() {}',
      'src/accounts/conditional-writes.ts': 'export function insertWhere() {}',
      'src/accounts/audit-line.ts':
        "import { insertWhere } from './conditional-writes'\nexport const auditLine = insertWhere",
      'src/web/a.ts': "import { loadAuth } from '../accounts/auth'\nimport { auditLine } from '../accounts/audit-line'",
    }
    expect(findings(texts)).toHaveLength(2)
  })

  test('may not write to D1, KV or the queue itself', () => {
    const text = [
      'await drizzle(c.env.DB).insert(audit)',
      'db.update(rules)',
      "c.env.COPIES.delete('a')",
      "await c.env.EVENTS.send('a')",
      "new Set().delete('a')",
      "await c.env.COPIES.get('a')",
    ].join('\n')
    expect(findings({ 'src/web/a.ts': text }).map((line) => line.split(' itself')[0])).toEqual([
      'src/web/a.ts:1 web calls drizzle().insert(…)',
      'src/web/a.ts:2 web calls db.update(…)',
      'src/web/a.ts:3 web calls COPIES.delete(…)',
      'src/web/a.ts:4 web calls EVENTS.send(…)',
    ])
  })

  test('may not get around that by another name', () => {
    const object = 'export interface Journal extends Rpc.DurableObjectBranded { startJob(): void; jobs(): void }'
    const text = [
      "await c.env.JOURNAL.getByName('a')['startJob']()",
      "const { startJob, jobs } = c.env.JOURNAL.getByName('a')",
      'const send = c.env.EVENTS.send.bind(c.env.EVENTS)',
      'const { COPIES: copies } = c.env',
      'const store = drizzle(c.env.DB)',
      'await store.insert(rules).values({})',
      "await drizzle(c.env.DB).run('DELETE FROM rules')",
      'const { update } = db',
      "createHmac('sha256', key).update('a')",
    ].join('\n')
    const found = findings({ 'src/journal/journal-api.ts': object, 'src/web/a.ts': text })
    expect(found.map((line) => line.split(' ')[0])).toEqual([1, 2, 3, 4, 6, 7, 8].map((line) => `src/web/a.ts:${line}`))
  })

  test('may ask the registry of kinds, and of a kind only what reads', () => {
    const texts = {
      'src/integrations/thinkific/object/site-api.ts':
        'export interface SiteApi extends Rpc.DurableObjectBranded { forget(): void; status(): void }',
      'src/integrations/thinkific/kind.ts': "export const THINKIFIC = (env) => env.COPIES.delete('a')",
      'src/integrations/index.ts': "import { THINKIFIC } from './thinkific/kind'\nexport const KINDS = [THINKIFIC]",
      'src/integrations/offers.ts': "import { KINDS } from '.'\nexport const offers = () => KINDS",
      'src/web/a.ts':
        "import { KINDS } from '../integrations'\nimport { offers } from '../integrations/offers'\nkind.status()\nkind.forget()",
    }
    expect(findings(texts)).toEqual(['src/web/a.ts:4 web calls kind.forget(…) itself; that is for a command'])
  })

  test('may call only the reading methods of an object', () => {
    const api =
      'export interface JournalApi extends Rpc.DurableObjectBranded { entry(): void; act(): void; added(): void }'
    const text = "journal.entry('a')\nfindJournal(c).act('a')\nc.env.JOURNAL.getByName('a').added()"
    expect(findings({ 'src/journal/journal-api.ts': api, 'src/web/a.ts': text })).toEqual([
      'src/web/a.ts:2 web calls findJournal().act(…) itself; that is for a command',
      'src/web/a.ts:3 web calls getByName().added(…) itself; that is for a command',
    ])
  })
})

describe('An exception', () => {
  const reason = 'Made up.'

  test('lets web import what writes', () => {
    const texts = { 'src/rules/store.ts': STORE, 'src/web/a.ts': "import { add } from '../rules/store'" }
    expect(findings(texts, [{ path: 'src/rules/store.ts', reason }])).toEqual([])
  })

  test('that nothing needs is a finding', () => {
    const unused = [{ path: 'src/web/a.ts', reason }]
    expect(findings({ 'src/web/a.ts': '' }, unused)).toEqual([
      '.run/house/commands-only.ts src/web/a.ts needs no exception any more',
    ])
  })
})
