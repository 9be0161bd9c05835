/** A made-up kind of job on a real journal's storage: it counts to its goal, a step at a time. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobKind, JobView } from '../../../src/journal/jobs/job'
import { JobRunner } from '../../../src/journal/jobs/job-runner'
import type { JobPorts } from '../../../src/journal/jobs/ports'
import { JournalRuntime } from '../../../src/journal/journal-runtime'

interface Goal {
  goal: number
  waitMs: number
}

const steps: { taken: number; failing: number; blocked: PromiseWithResolvers<void> | null } = {
  taken: 0,
  failing: 0,
  blocked: null,
}
const deeds: string[] = []
let made = 0
/** When the journal looks again, epoch ms. */
let armed: number | null = null

const COUNTING: JobKind<Goal, { at: number }> = {
  id: 'counting',
  stoppable: true,
  title: ({ goal }) => `Counting to ${goal}`,
  begin: () => ({ at: 0 }),
  async runSlice({ input, progress }, { items }) {
    if (steps.failing > 0) {
      steps.failing -= 1
      throw new Error('a site does not answer')
    }
    steps.taken += 1
    await steps.blocked?.promise
    items.write([{ left: input.goal - progress.at }])
    const at = progress.at + 1
    return at === input.goal
      ? { ended: true, done: at, result: `Counted to ${at}.` }
      : { ended: false, progress: { at }, done: at, total: input.goal, waitMs: input.waitMs }
  },
}

/** A journal that stops and starts between any two uses: each has a runner of its own on the same storage. */
async function onJournal<T>(use: (jobs: JobRunner, state: DurableObjectState) => Promise<T>): Promise<T> {
  const stub = env.JOURNAL.getByName(`jobs-${made}`)
  return runInDurableObject(stub, async (_, state) => {
    const ports = { recordDeed: async (_: unknown, id: string) => deeds.push(id) } as unknown as JobPorts
    const runtime = new JournalRuntime(state.storage, async () => {})
    const answer = await use(new JobRunner(runtime, ports, [COUNTING as unknown as JobKind]), state)
    // The journal itself knows no such kind, so that its alarm must not go off.
    armed = await state.storage.getAlarm()
    await state.storage.deleteAlarm()
    return answer
  })
}

const author = { marketplace: 'm', person: { id: 'p', name: 'Ada', email: 'ada@example.com' } }

function start(goal: number, waitMs = 0, more: { again?: boolean } = {}): Promise<JobView> {
  return onJournal((jobs) =>
    jobs.start({
      id: 'count',
      marketplace: 'm',
      kind: 'counting',
      input: { goal, waitMs },
      person: 'Ada',
      deed: { author, did: 'counted', what: 'to a number' },
      ...more,
    }),
  )
}

const look = async () => (await onJournal(async (jobs) => jobs.list()))[0]
const onAlarm = () => onJournal((jobs) => jobs.onAlarm())
beforeEach(() => {
  made += 1
  Object.assign(steps, { taken: 0, failing: 0, blocked: null })
  deeds.length = 0
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

describe('A job', () => {
  test('that is small is done in the answer to what starts it', async () => {
    expect(await start(3)).toMatchObject({ status: 'done', done: 3, total: 3, result: 'Counted to 3.', person: 'Ada' })
  })

  test('that is large answers at once with its progress, and is finished by alarms', async () => {
    expect(await start(30)).toMatchObject({ title: 'Counting to 30', status: 'running', done: 8, total: 30 })
    expect(armed).not.toBeNull()
    for (let alarm = 0; alarm < 3; alarm += 1) {
      await onAlarm()
    }
    expect(await look()).toMatchObject({ status: 'done', done: 30 })
    expect(steps.taken).toBe(30)
  })

  test('whose site stalls holds its page a few seconds, and goes on', async () => {
    steps.blocked = Promise.withResolvers<void>()
    expect(await start(3)).toMatchObject({ status: 'running', done: 0 })
    expect(armed).not.toBeNull()
    steps.blocked.resolve()
    steps.blocked = null
    await vi.waitUntil(async () => (await look())?.status === 'done')
  })

  test('of a kind that only another version has is shown, cannot be stopped, and goes on there', async () => {
    await start(30)
    await onJournal(async (_, { storage }) => {
      storage.sql.exec(`UPDATE facts SET value = replace(value, '"kind":"counting"', '"kind":"later"')`)
    })
    expect(await look()).toMatchObject({ title: 'Counting to 30', stoppable: false, status: 'running' })
    await onAlarm()
    expect(await onJournal((jobs) => jobs.change('count', 'cancel'))).toBeNull()
    await onJournal(async (_, { storage }) => {
      storage.sql.exec(`UPDATE facts SET value = replace(value, '"kind":"later"', '"kind":"counting"')`)
    })
    expect(await look()).toMatchObject({ stoppable: true, status: 'running' })
  })

  test('started twice is one job, with one audit line', async () => {
    await Promise.all([start(30), start(30)])
    await start(30)
    expect(await onJournal(async (jobs) => jobs.list())).toHaveLength(1)
    expect(deeds).toEqual(['job count'])
  })

  test('that has ended begins again only where that is asked', async () => {
    await start(2)
    await start(2)
    expect(steps.taken).toBe(2)
    expect(await start(2, 0, { again: true })).toMatchObject({ status: 'done', done: 2 })
    expect(steps.taken).toBe(4)
  })

  test('waits between its slices where they say so', async () => {
    const before = Date.now()
    expect(await start(5, 60_000)).toMatchObject({ done: 1 })
    await onAlarm()
    expect(steps.taken).toBe(1)
    expect(armed).toBeGreaterThanOrEqual(before + 60_000)
  })

  test('whose slice fails says when it is retried automatically, and loses nothing', async () => {
    steps.failing = 1
    const failed = await start(2)
    expect(failed).toMatchObject({ status: 'running', done: 0 })
    expect(failed.retriedAt).toBeGreaterThan(failed.startedAt)
    vi.setSystemTime(Date.now() + 6_000)
    await onAlarm()
    vi.useRealTimers()
    expect(await look()).toMatchObject({ status: 'done', done: 2, retriedAt: null })
  })
})

describe('A job with a slice under way', () => {
  test('lets the alarm rest for seconds, and is armed for its next slice once that is done', async () => {
    steps.blocked = Promise.withResolvers<void>()
    const before = Date.now()
    await onJournal(async (jobs, { storage }) => {
      const started = jobs.start({
        id: 'count',
        marketplace: 'm',
        kind: 'counting',
        input: { goal: 30, waitMs: 0 },
        person: 'Ada',
      })
      await vi.waitFor(() => expect(steps.taken).toBe(1))
      await jobs.onAlarm()
      expect(await storage.getAlarm()).toBeGreaterThanOrEqual(before + 5_000)
      steps.blocked?.resolve()
      steps.blocked = null
      expect(await started).toMatchObject({ status: 'running', done: 8 })
    })
    expect(armed).toBeLessThanOrEqual(Date.now() + 1_000)
  })

  test('that is canceled meanwhile keeps no list of what was still to do', async () => {
    steps.blocked = Promise.withResolvers<void>()
    await onJournal(async (jobs, { storage }) => {
      const started = jobs.start({
        id: 'count',
        marketplace: 'm',
        kind: 'counting',
        input: { goal: 30, waitMs: 0 },
        person: 'Ada',
      })
      await vi.waitFor(() => expect(steps.taken).toBe(1))
      await jobs.change('count', 'cancel')
      steps.blocked?.resolve()
      steps.blocked = null
      expect(await started).toMatchObject({ status: 'canceled' })
      const facts = storage.sql.exec<{ name: string }>('SELECT name FROM facts').toArray()
      expect(facts.map(({ name }) => name).filter((name) => name.startsWith('job'))).toEqual(['job count'])
    })
  })
})

describe('A person', () => {
  test('pauses it, and resumes it where it stopped', async () => {
    await start(30)
    expect(await onJournal((jobs) => jobs.change('count', 'pause'))).toMatchObject({ status: 'paused', done: 8 })
    await onAlarm()
    expect(await look()).toMatchObject({ status: 'paused', done: 8 })
    await onJournal((jobs) => jobs.change('count', 'resume'))
    await onAlarm()
    expect(await look()).toMatchObject({ status: 'running', done: 18 })
  })

  test('cancels it for good; what was done stays', async () => {
    await start(30)
    const canceled = { status: 'canceled', done: 8, result: 'Canceled. What was done until then stays.' }
    expect(await onJournal((jobs) => jobs.change('count', 'cancel'))).toMatchObject(canceled)
    await onAlarm()
    expect(await look()).toMatchObject(canceled)
    expect(await onJournal((jobs) => jobs.change('count', 'resume'))).toBeNull()
  })

  test('cannot change one that is gone or has ended', async () => {
    await start(1)
    expect(await onJournal((jobs) => jobs.change('count', 'pause'))).toBeNull()
    expect(await onJournal((jobs) => jobs.change('another', 'pause'))).toBeNull()
  })
})
