/** A job that stops between any two of its calls, in any slice, ends as one that was never disturbed. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test, vi } from 'vitest'
import { audit } from '../../src/db/schema'
import { createImportKinds } from '../../src/imports/kinds'
import { toImportJob } from '../../src/journal/imports/change-import'
import type { ImportChange, NewImportJob } from '../../src/journal/imports/import-queries'
import type { NewJob } from '../../src/journal/jobs/job'
import { JobRunner } from '../../src/journal/jobs/job-runner'
import { JOB_KINDS } from '../../src/journal/jobs/kinds'
import { listCustomersJob } from '../../src/journal/jobs/list-customers'
import { createJobPorts, type JobPorts } from '../../src/journal/jobs/ports'
import { JournalRuntime } from '../../src/journal/journal-runtime'
import { recordSettlements } from '../../src/journal/receipts/record-settlement'
import { receiveArrivals } from '../../src/journal/receive-arrivals'
import type { QueueMessage } from '../../src/model/message'
import type { Settling } from '../../src/model/outcome'
import type { Rule } from '../../src/model/rule'
import { listRules } from '../../src/rules/store'
import { createSimulator } from '../simulator/simulator'
import { CASES } from './registry'
import { look, openScene, type Scene } from './scene'
import { type Moment, stoppingEnv } from './stopping-env'

/** The command that starts each kind of job; what it gives the journal is run here. */
const STARTED_BY: Record<string, string> = {
  'end-access': 'endAllAccess',
  'correct-email': 'correctEmail',
  'erase-customer': 'eraseCustomer',
  'delete-integration': 'deleteIntegration',
  'delete-marketplace': 'deleteMarketplace',
  'delete-product': 'deleteProduct',
  'end-waiting': 'switchRule',
  'run-entries': 'runEntries',
  'enroll-buyers': 'enrollEarlierBuyers',
  'end-past': 'applyToPastEndings',
  undo: 'undoRule',
  'list-customers': 'exportCustomer',
  'read-import': 'mapColumns',
  'preview-import': 'chooseOrders',
  'run-import': 'runImport',
  reconcile: 'startReconcile',
  'fix-differences': 'fixDifferences',
}

const figure = { stops: 0 }

describe('Jobs', () => {
  test('Every kind of job is tried', () => {
    expect([...JOB_KINDS, ...createImportKinds(env)].map(({ id }) => id).toSorted()).toEqual(
      Object.keys(STARTED_BY).toSorted(),
    )
  })
})

describe.each(Object.entries(STARTED_BY))('%s', (kind, command) => {
  test('is whole after a crash between any two of its calls', async () => {
    const undisturbed = await run(command, kind, 0, 'before')
    expect(undisturbed.lines).toBe(CASES[command]?.lines)
    for (let at = 1; at <= undisturbed.calls; at += 1) {
      for (const moment of ['before', 'after'] as const) {
        figure.stops += 1
        const stopped = await run(command, kind, at, moment)
        expect({ at, moment, ...stopped, calls: 0 }).toEqual({ at, moment, ...undisturbed, calls: 0 })
      }
    }
  })
})

describe.each(['mapColumns', 'chooseOrders', 'runImport'])('The Worker stops amid %s', (command) => {
  test('and is not asked again: the import is as it was, or its job is there and ends', async () => {
    const stages = new Set<string>()
    for (let at = 1; at < 20; at += 1) {
      const simulator = createSimulator()
      vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
      const scene = await openScene(simulator)
      const one = CASES[command] ?? expect.fail(`no command ${command}`)
      const given = (await one.given?.(scene)) ?? ''
      const stopping = stoppingEnv(env, at, 'after')
      await Promise.resolve(one.run(stopping.env, scene, given)).catch(() => undefined)
      const journal = env.JOURNAL.getByName(scene.ada.marketplace)
      const [record] = await journal.imports()
      const underWay = ['reading', 'previewing', 'running'].includes(record?.stage ?? '')
      const jobs = (await journal.jobs()).filter(({ endedAt }) => endedAt === null)
      expect([at, record?.stage, jobs.length > 0]).toEqual([at, record?.stage, underWay])
      stages.add(record?.stage ?? '')
      if (stopping.calls < at) {
        break
      }
    }
    expect(stages.size).toBeGreaterThan(1)
  })
})

describe('All kinds of jobs together', () => {
  test('were stopped before and after each call', async ({ annotate }) => {
    expect(figure.stops).toBeGreaterThan(2 * JOB_KINDS.length)
    await annotate(`${JOB_KINDS.length} kinds of jobs, stopped ${figure.stops} times`)
  })
})

/** Runs the command with a journal that only notes the job, then the job with ports that stop at one call. */
async function run(command: string, kind: string, at: number, moment: Moment) {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const scene = await openScene(simulator)
  const one = CASES[command] ?? expect.fail(`no command ${command}`)
  const given = (await one.given?.(scene)) ?? ''
  const job = await noteJob(kind, scene, (noting) => one.run(noting, scene, given))
  const calls = await runJob(scene, job, at, moment)
  return { calls, seen: await look(scene, one.besides?.tables), lines: await drizzle(env.DB).$count(audit) }
}

async function noteJob(kind: string, { ada, rule }: Scene, use: (env: Env) => Promise<unknown>): Promise<NewJob> {
  if (kind === 'end-waiting') {
    await use({ ...env, JOURNAL: { getByName: () => ({ ruleOff: async () => 0 }) } } as unknown as Env)
    return { id: kind, kind, marketplace: ada.marketplace, input: { rule: rule.id, name: rule.name }, person: '' }
  }
  if (kind === 'list-customers') {
    await use(env)
    return listCustomersJob(ada.marketplace)
  }
  const jobs: NewJob[] = []
  const startJob = async (job: NewJob) => {
    jobs.push(job)
    return {}
  }
  const getByName = (name: string) => {
    const journal = env.JOURNAL.getByName(name)
    const noting: Record<string, unknown> = {
      startJob,
      startImportWork: async (id: string, change: ImportChange, work: NewImportJob) => {
        const changed = await journal.changeImport(id, change)
        return changed && startJob(toImportJob(changed, work))
      },
    }
    return new Proxy(
      {},
      { get: (_, method: 'jobs') => noting[method] ?? ((...given: []) => journal[method](...given)) },
    )
  }
  await use({ ...env, JOURNAL: { getByName } } as unknown as Env)
  return jobs[0] ?? expect.fail(`no job of kind ${kind}`)
}

type Env = typeof env

/** What a preview asks: D1, and the sites. */
function foreseeingEnv(stoppable: <Part extends object>(part: Part) => Part): Env {
  const batch = (statements: D1PreparedStatement[]) => env.DB.batch(statements)
  const { batch: asked } = stoppable({ batch })
  const DB = { prepare: (sql: string) => env.DB.prepare(sql), batch: asked }
  const getByName = (name: string) => {
    const site = env.THINKIFIC_SITE.getByName(name)
    return stoppable({ foresee: (...given: Parameters<typeof site.foresee>) => site.foresee(...given) })
  }
  return { ...env, DB, THINKIFIC_SITE: { getByName } } as unknown as Env
}

/** Each turn has a new runner, as after a restart. The time that slices wait for passes at once. */
async function runJob({ ada }: Scene, job: NewJob, at: number, moment: Moment): Promise<number> {
  const real = createJobPorts(env)
  const counted = { calls: 0 }
  let stopped = false
  const stoppable = <Part extends object>(target: Part): Part =>
    new Proxy(target, {
      get:
        (_, name) =>
        async (...given: unknown[]) => {
          counted.calls += 1
          const stops = counted.calls === at
          stopped ||= stops && moment === 'before'
          if (stopped) {
            throw new Error('stopped')
          }
          const answer = await (target[name as keyof Part] as (...given: unknown[]) => unknown)(...given)
          stopped ||= stops
          if (stopped) {
            throw new Error('stopped')
          }
          return answer
        },
    })
  const ports: JobPorts = stoppable(real)
  const kinds = [...JOB_KINDS, ...createImportKinds(foreseeingEnv(stoppable))]
  const rules = await listRules(env.DB, ada.marketplace)
  await runInDurableObject(env.JOURNAL.getByName(ada.marketplace), async (_, { storage }) => {
    let ended = false
    for (let turn = 0; turn < 12 && !ended; turn += 1) {
      const queued: QueueMessage[] = []
      const runtime = new JournalRuntime(storage, async (messages) => void queued.push(...messages))
      const runner = new JobRunner(runtime, ports, kinds)
      await (turn === 0 ? runner.start(job) : runner.onAlarm())
      settle(runtime, queued, rules)
      await storage.deleteAlarm()
      ended = runner.list()[0]?.endedAt !== null
      stopped = false
      vi.setSystemTime(Date.now() + 120_000)
    }
    expect(ended).toBe(true)
  })
  vi.useRealTimers()
  // What it keeps in memory is older than what these runners stored.
  await evictDurableObject(env.JOURNAL.getByName(ada.marketplace))
  return counted.calls
}

/** What the queue's consumer and the sites would make of it. */
function settle(runtime: JournalRuntime, messages: QueueMessage[], candidates: Rule[]): void {
  const firings = messages.flatMap((message) =>
    message.kind === 'firing'
      ? [message.firing]
      : receiveArrivals(runtime, [{ event: message.event, candidates }]).flatMap((received) =>
          (received?.firings ?? []).map(({ firing }) => firing.id),
        ),
  )
  const settling: Settling = { final: true, outcome: 'expired', sentence: 'Ended.', attempts: [] }
  runtime.transact((store, now) =>
    recordSettlements(
      store,
      firings.map((firing) => ({ event: '', firing, settling })),
      now,
    ),
  )
}
