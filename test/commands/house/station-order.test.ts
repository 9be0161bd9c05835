import { describe, expect, test } from 'vitest'
import { modelAlone } from '../../../.run/house/model-alone'
import { stationOrder } from '../../../.run/house/station-order'
import { edgesOf, treeOf } from '../../../.run/house/tree'

const FILES = {
  'src/index.ts': "import { page } from './web/page'",
  'src/env.ts': "import type { Journal } from './journal/journal'",
  'src/web/page.tsx': "import { list } from '../../views/list'\nimport { find } from '../rules'\nexport const page = 1",
  'src/api/index.ts': "import { find } from '../rules/index'",
  'src/journal/journal.ts':
    "import type { Env } from '../env'\nimport { find } from '../rules'\nexport class Journal {}",
  'src/rules/index.ts': "import type { Event } from '../model/event'\nimport { z } from 'zod'\nexport const find = 1",
  'src/model/event.ts': "import type { Email } from './email'\nexport type Event = 1",
  'src/model/email.ts': 'export type Email = 1',
  'views/list.tsx':
    "import type { Event } from '../src/model/event'\nimport { row } from './row'\nexport const list = 1",
  'views/row.tsx': "import { raw } from 'hono/html'\nexport const row = 1",
}

function findings(changed: Record<string, string>, exceptions: Parameters<typeof stationOrder>[3] = []) {
  const tree = treeOf({ ...FILES, ...changed })
  return stationOrder(edgesOf(tree), [...tree.keys()], undefined, exceptions).findings.map(
    ({ where, says }) => `${where} ${says}`,
  )
}

describe('The order of stations', () => {
  test('is kept by imports that go down', () => {
    expect(findings({})).toEqual([])
  })

  test('is broken by a value and by a type from above', () => {
    expect(findings({ 'src/rules/index.ts': "\nimport { Journal } from '../journal/journal'" })).toEqual([
      'src/rules/index.ts:2 rules imports journal (src/journal/journal.ts), a station above it',
    ])
    expect(findings({ 'src/rules/index.ts': "import type { Journal } from '../journal/journal'" })).toEqual([
      'src/rules/index.ts:1 rules imports a type of journal (src/journal/journal.ts), a station above it',
    ])
    expect(findings({ 'src/rules/index.ts': "export const a = () => import('../journal/journal')" })).toHaveLength(1)
    expect(findings({ 'src/rules/index.ts': "export type { Journal } from '../journal/journal'" })).toHaveLength(1)
  })

  test('is broken by an import from the side', () => {
    expect(findings({ 'src/api/index.ts': "import { page } from '../web/page'" })).toEqual([
      'src/api/index.ts:1 api imports web (src/web/page.tsx), a station beside it',
    ])
  })

  test('has a place for every folder and file of src', () => {
    expect(findings({ 'src/helpers/date/day.ts': '', 'src/helpers/b.ts': '', 'src/answer.ts': '' })).toEqual([
      'src/helpers/ helpers has no place in the order of stations',
      'src/answer.ts answer has no place in the order of stations',
    ])
  })

  test('lets views be shown by web and api alone', () => {
    expect(findings({ 'src/api/index.ts': "import { list } from '../../views/list'" })).toEqual([])
    expect(findings({ 'src/rules/index.ts': "import { list } from '../../views/list'" })).toEqual([
      'src/rules/index.ts:1 rules imports views (views/list.tsx); only web and api do',
    ])
    expect(findings({ 'src/index.ts': "import { list } from '../views/list'" })).toHaveLength(1)
  })

  test('lets views know types of what is below them, and no values', () => {
    expect(findings({ 'views/row.tsx': "import { find } from '../src/rules'" })).toEqual([
      'views/row.tsx:1 views imports a value of rules (src/rules/index.ts); views know types only',
    ])
    expect(findings({ 'views/row.tsx': "import type { page } from '../src/web/page'" })).toHaveLength(1)
  })

  test('lets env name types, and be named as one', () => {
    expect(findings({ 'src/env.ts': "import { Journal } from './journal/journal'" })).toEqual([
      'src/env.ts:1 env imports a value of journal (src/journal/journal.ts); with env it is types only',
    ])
    expect(findings({ 'src/rules/index.ts': "import { Env } from '../env'" })).toHaveLength(1)
  })
})

describe('An exception to the order', () => {
  const upward = { 'src/rules/index.ts': "import type { Journal } from '../journal/journal'" }
  const exception = { from: 'rules', to: 'journal', reason: 'Made up.' }

  test('covers the two stations it names, in one direction', () => {
    expect(findings(upward, [exception])).toEqual([])
    expect(findings(upward, [{ ...exception, from: 'journal', to: 'rules' }])).toHaveLength(2)
  })

  test('goes when no import needs it', () => {
    expect(findings({}, [exception])).toEqual([
      '.run/house/stations.ts no import needs the exception rules → journal any more',
    ])
  })

  test('is one of two at most', () => {
    const others = ['dispatch', 'intake'].map((to) => ({ ...exception, to }))
    const dispatch = { 'src/dispatch/a.ts': '', 'src/intake/a.ts': '' }
    const rules = { 'src/rules/index.ts': "import '../journal/journal'\nimport '../dispatch/a'\nimport '../intake/a'" }
    expect(findings({ ...dispatch, ...rules }, [exception, ...others])).toEqual([
      '.run/house/stations.ts 3 exceptions; at most 2',
    ])
  })
})

describe('The model', () => {
  const alone = (text: string) => {
    const tree = treeOf({ ...FILES, 'src/model/rule.ts': text })
    return modelAlone(edgesOf(tree), [...tree.keys()]).findings.map(({ where, says }) => `${where} ${says}`)
  }

  test('imports itself', () => {
    expect(alone("import { event } from './event'")).toEqual([])
  })

  test('imports no station, no package and no type of either', () => {
    expect(alone("import type { Env } from '../env'")).toEqual(['src/model/rule.ts:1 model imports ../env'])
    expect(alone("import { z } from 'zod'")).toEqual(['src/model/rule.ts:1 model imports zod'])
    expect(alone("import type { z } from 'zod'")).toHaveLength(1)
    expect(alone("import { join } from 'node:path'")).toHaveLength(1)
    expect(alone("import words from '../../words.json'")).toHaveLength(1)
  })
})
