/** Begins reconciliations that are to run weekly, by the object's alarm. */
import type { NewJob } from '../jobs/job'
import type { JournalRuntime } from '../journal-runtime'
import { readFactsOfKind } from '../storage/facts'
import { toReconcileJob } from './reconcile-job'
import { changeReconcileState, type ReconcileState, WEEK_MS } from './state'

type Due = ReconcileState & { weeklyAt: number }

export class WeeklyClock {
  readonly #runtime: JournalRuntime
  readonly #start: (job: NewJob) => Promise<unknown>

  constructor(runtime: JournalRuntime, start: (job: NewJob) => Promise<unknown>) {
    this.#runtime = runtime
    this.#start = start
  }

  /** Sets the alarm for the next one, also in case it was lost. */
  async arm(): Promise<void> {
    const weekly = this.#list()
    if (weekly.length > 0) {
      await this.#runtime.arm(Math.max(Math.min(...weekly.map(({ weeklyAt }) => weeklyAt)) - Date.now(), 0))
    }
  }

  /** The next time is stored once it was started: started twice, it is one job. */
  async onAlarm(): Promise<void> {
    for (const { integration, weeklyAt } of this.#list()) {
      if (weeklyAt <= Date.now()) {
        await this.#start(toReconcileJob(integration, 'Enrollwire'))
        this.#runtime.transact(({ sql }, now) => {
          changeReconcileState(sql, integration, () => ({ weeklyAt: now + WEEK_MS }))
        })
      }
    }
    await this.arm()
  }

  #list(): Due[] {
    return readFactsOfKind(this.#runtime.store.sql, 'reconcile ').filter((one): one is Due => one.weeklyAt !== null)
  }
}
