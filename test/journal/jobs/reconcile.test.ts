/** How a reconciliation goes from call to call, whatever the site answers and wherever it is stopped. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ComparedPage, GrantedTarget, Reconciler, SiteReading } from '../../../src/integrations/reconciler'
import type { JobContext } from '../../../src/journal/jobs/job'
import { RECONCILE_KIND } from '../../../src/journal/jobs/reconcile'
import { JournalStore } from '../../../src/journal/journal-store'
import { readDifferences } from '../../../src/journal/reconcile/reconcile'
import type { Target } from '../../../src/model/rule'
import { persistentStorage } from '../../integrations/thinkific/storage'

const INTEGRATION = { id: 'i1', marketplace: 'm1', name: 'Academy', site: 'academy' }
const course = (id: string): Target => ({ kind: 'course', id, name: `Course ${id}` })
const found = <Value>(value: Value): SiteReading<Value> => ({ state: 'read', calls: 1, value })
const page = (users: string[], next: number | null = null, total: number | null = users.length): ComparedPage => ({
  users,
  differences: [],
  next,
  total,
})

let store: JournalStore
/** Two runs never begin in the same millisecond. */
let now = Date.now()
/** Pages asked for, as `<course> <page>`. */
let asked: string[]
let answer: (target: Target, page: number) => SiteReading<ComparedPage>
let granted: GrantedTarget[]
let offered: string[]
let targets: Target[]

beforeEach(() => {
  store = new JournalStore(persistentStorage().storage().sql, async () => undefined)
  asked = []
  answer = () => found(page([]))
  granted = []
  offered = ['1', '2', '3']
  targets = [course('2'), course('1')]
})

function grant(email: string, userId: string | null, target = course('1')): GrantedTarget {
  const purchase = { productId: 'p1', productName: 'Club', orderId: 'o1', subscriptionId: null }
  return { email, userId, target, ours: { end: null, through: target, purchase } }
}

const site: Reconciler = {
  holders: ['bundle'],
  listTargets: async () => ({ items: [{ kind: 'bundle', id: '9', name: 'All' }], next: null }),
  readContents: async () => found([course('3')]),
  readPage: async (target, at) => {
    asked.push(`${target.id} ${at}`)
    return answer(target, at)
  },
  listGranted: async ({ targets: read }) => ({
    items: granted.filter(({ target }) => read.some(({ id }) => id === target.id)),
    next: null,
  }),
  check: async () => found(null),
}

/** Runs to the end, a slice at a time, each on what was stored of the one before; or until it waits so long. */
async function reconcile(reconciler: Reconciler | null = site) {
  const input = { integration: INTEGRATION }
  let progress: object = RECONCILE_KIND.begin(input)
  const context = {
    ports: {
      findReconciler: async () => reconciler,
      listRuleTargets: async () => targets,
      isOffered: async (_: string, __: string, { id }: Target) => offered.includes(id),
    },
    transact: <T>(step: (of: JournalStore, at: number) => T) => step(store, now++),
  } as unknown as JobContext
  for (let waited = 0; ; ) {
    const job = { id: 'reconcile i1', marketplace: 'm1', input, progress: JSON.parse(JSON.stringify(progress)) }
    const slice = await RECONCILE_KIND.runSlice(job as never, context)
    if (slice.ended) {
      return { result: slice.result, waited }
    }
    progress = slice.progress
    waited += slice.waitMs
  }
}

const differences = () => readDifferences(store, 'i1')

describe('A reconciliation', () => {
  test('reads each course of rules, purchases and bundles once, in order, and counts its calls', async () => {
    answer = ({ id }) => found(page([`u${id}`]))
    granted = [grant('ada@example.com', 'u1'), grant('bea@example.com', 'u7'), grant('cleo@example.com', null)]
    expect((await reconcile()).result).toBe('2 differences.')
    expect(asked).toEqual(['1 1', '2 1', '3 1'])
    const { groups, state } = differences()
    expect(groups.flatMap(({ differences: all }) => all.map(({ email }) => email)).toSorted()).toEqual([
      'bea@example.com',
      'cleo@example.com',
    ])
    expect(state).toMatchObject({ last: { calls: 4, read: 3 }, next: null, problem: null })
  })

  test('reads a list once more when it changed its length meanwhile, so that a row between two pages is not missed', async () => {
    targets = [course('1')]
    const lists = [page(['u1'], 2, 3), page(['u3'], null, 2), page(['u1'], 2, 2), page(['u2', 'u3'], null, 2)]
    answer = ({ id }) => found(id === '1' ? (lists.shift() ?? page([])) : page(['u9']))
    granted = ['u1', 'u2', 'u3'].map((user) => grant(`${user}@example.com`, user))
    expect((await reconcile()).result).toBe('Enrollwire and Thinkific agree.')
    expect(asked).toEqual(['1 1', '1 2', '1 1', '1 2', '3 1'])
  })

  test('stops after 1,000 calls, says so, and the next one goes on from there', async () => {
    answer = ({ id }, at) => found(page([`u${at}`], id === '2' && at < 1_500 ? at + 1 : null))
    const { result } = await reconcile()
    expect(result).toBe('Enrollwire and Thinkific agree. Stopped after 1,000 calls; the next one goes on from there.')
    expect(asked.at(-1)).toBe('2 998')
    expect(differences().state).toMatchObject({ last: { calls: 1_000 }, next: '2' })
    asked = []
    answer = () => found(page(['u1']))
    await reconcile()
    expect(asked).toEqual(['2 1', '3 1', '1 1'])
  })

  test('lists no customer as taken out of a course that is gone, or that could not be read', async () => {
    offered = ['2', '3']
    answer = ({ id }) =>
      id === '3' ? { state: 'refused', calls: 1, sentence: 'No.' } : found(page(id === '1' ? [] : ['u2']))
    granted = [grant('ada@example.com', 'u1'), grant('bea@example.com', 'u2', course('3'))]
    expect((await reconcile()).result).toBe('Enrollwire and Thinkific agree. 2 courses could not be read.')
  })

  test('passes over a course of which a later page cannot be read, and lists no one of it as taken out', async () => {
    answer = ({ id }, at) =>
      id === '1' && at === 2
        ? { state: 'refused', calls: 1, sentence: 'No.' }
        : found(page(['u1'], at === 1 ? 2 : null))
    granted = [grant('ada@example.com', 'u1'), grant('bea@example.com', 'u2')]
    expect((await reconcile()).result).toBe('Enrollwire and Thinkific agree. One course could not be read.')
  })

  test('ends although one page fails each time, and says that its course could not be read', async () => {
    answer = ({ id }) => (id === '1' ? { state: 'failed', calls: 1, sentence: '500' } : found(page(['u1'])))
    granted = [grant('bea@example.com', 'u2')]
    const { result, waited } = await reconcile()
    expect(result).toBe('Enrollwire and Thinkific agree. One course could not be read.')
    expect(waited).toBeLessThan(2 * 3_600_000)
    expect(asked.filter((one) => one === '1 1')).toHaveLength(6)
  })

  test('waits as long as the site says, tries what failed again, and says what blocks it', async () => {
    const answers: SiteReading<ComparedPage>[] = [
      { state: 'failed', calls: 1, sentence: 'Down.' },
      { state: 'wait', calls: 0, at: Date.now() + 60_000 },
      { state: 'blocked', calls: 0, at: Date.now() + 300_000, sentence: 'The key is rejected.' },
    ]
    const problems: unknown[] = []
    answer = () => {
      problems.push(differences().state?.problem?.sentence ?? null)
      return answers.shift() ?? found(page(['u1']))
    }
    const { result, waited } = await reconcile()
    expect(result).toBe('Enrollwire and Thinkific agree.')
    expect(waited).toBeGreaterThan(10_000 + 59_000 + 299_000)
    expect(problems).toEqual([null, null, null, 'The key is rejected.', null, null])
    expect(differences().state).toMatchObject({ last: { calls: 5 }, problem: null })
  })

  test('keeps no page of the list, and lists no longer what it did not find again', async () => {
    answer = () => found(page(['u1']))
    granted = [grant('bea@example.com', 'u7')]
    expect((await reconcile()).result).toBe('One difference.')
    granted = []
    expect((await reconcile()).result).toBe('Enrollwire and Thinkific agree.')
    expect(store.sql.exec('SELECT * FROM enrollment_pages').toArray()).toHaveLength(0)
    expect(store.sql.exec('SELECT * FROM differences').toArray()).toHaveLength(0)
  })

  test('ends when its integration is gone', async () => {
    expect((await reconcile(null)).result).toBe('The integration was deleted.')
  })
})
