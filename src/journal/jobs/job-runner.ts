/** Runs jobs: the first slices for the request that starts one, the rest by the object's alarm. */
import { describeError } from '../../http/request-log'
import { waitAtMost } from '../../limits/timeout'
import type { JournalRuntime } from '../journal-runtime'
import type { JobChange, JobKind, JobRecord, JobView, NewJob } from './job'
import { applyChange, applyFailedSlice, applySlice, beginJob, FIRST_RETRY_MS } from './job-progress'
import { JobTable } from './job-table'
import { toJobView } from './job-view'
import type { JobPorts } from './ports'

/** Enough for what is small to be done when its page answers. */
const FIRST_SLICES = 8
/** How long the page that starts a job waits for its first slices: a site may stall. */
const FIRST_SLICES_MS = 3_000
/** Of one job in one alarm, so that several take turns. */
const SLICES_AT_ONCE = 10

export class JobRunner {
  readonly #runtime: JournalRuntime
  readonly #ports: JobPorts
  readonly #kinds: readonly JobKind[]
  readonly #onEnd: () => Promise<void>
  /** Jobs with a slice under way. */
  readonly #busy = new Set<string>()

  /** @param onEnd what a job found or did may need a person */
  constructor(
    runtime: JournalRuntime,
    ports: JobPorts,
    kinds: readonly JobKind[],
    onEnd: () => Promise<void> = async () => {},
  ) {
    this.#runtime = runtime
    this.#ports = ports
    this.#kinds = kinds
    this.#onEnd = onEnd
  }

  async start(job: NewJob): Promise<JobView> {
    const { id, again = false } = job
    this.#runtime.transact((store, now) => {
      const jobs = new JobTable(store.sql)
      const known = jobs.find(id)
      if (known === null || (again && known.endedAt !== null)) {
        jobs.save(beginJob(job, this.#kind(job.kind), now))
        jobs.prune()
      }
    })
    // Before any slice: a slice that stops midway resumes on the alarm.
    await this.#runtime.arm(FIRST_RETRY_MS)
    // They go on after that, and the alarm follows up.
    await waitAtMost(FIRST_SLICES_MS, this.#run(id, FIRST_SLICES))
    await this.arm()
    return this.#view(this.#table.find(id) ?? fail(`job ${id} is gone`))
  }

  list(): JobView[] {
    return this.#table.list().map((job) => this.#view(job))
  }

  /** Null where it does not apply: the job is gone, has ended, or cannot be stopped. */
  async change(id: string, change: JobChange): Promise<JobView | null> {
    const changed = this.#runtime.transact((store, now) => {
      const jobs = new JobTable(store.sql)
      const job = jobs.find(id)
      // Canceled twice is canceled once.
      if (job?.lastChange?.change === change && (job.endedAt === null || job.status === 'canceled')) {
        return job
      }
      if (job === null || job.endedAt !== null || this.#stoppable(job) === false) {
        return null
      }
      const next = applyChange(job, change, now)
      jobs.save(next)
      if (next.endedAt !== null) {
        this.#kind(job.kind).onCanceled?.(job, store, now)
      }
      return next
    })
    await this.arm()
    return changed && this.#view(changed)
  }

  /** Never throws. */
  async onAlarm(): Promise<void> {
    for (const { id } of this.#listDue(Date.now())) {
      await this.#run(id, SLICES_AT_ONCE)
    }
    await this.arm()
  }

  /** Sets the alarm for the next slice that is due. */
  async arm(): Promise<void> {
    const due = this.#listActive()
    if (due.length > 0) {
      const now = Date.now()
      // A job whose slice is running arms again when the slice ends; this alarm is for a slice that never does.
      const at = Math.min(...due.map(({ id, dueAt }) => (this.#busy.has(id) ? now + FIRST_RETRY_MS : dueAt)))
      await this.#runtime.arm(Math.max(at - now, 0))
    }
  }

  async #run(id: string, slices: number): Promise<void> {
    if (this.#busy.has(id)) {
      return
    }
    this.#busy.add(id)
    try {
      for (let left = slices; left > 0; left -= 1) {
        const job = this.#table.find(id)
        if (job === null || !this.#isActive(job) || job.dueAt > Date.now()) {
          return
        }
        await this.#runSlice(job)
        // Events that arrived in the meantime go first.
        await scheduler.wait(0)
      }
    } finally {
      this.#busy.delete(id)
    }
  }

  async #runSlice(job: JobRecord): Promise<void> {
    const { id, deed } = job
    try {
      if (deed !== null) {
        await this.#ports.recordDeed(deed.author, `job ${id}`, deed)
        this.#update(id, (known) => ({ ...known, deed: null }))
      }
      const slice = await this.#kind(job.kind).runSlice(job, {
        ports: this.#ports,
        items: this.#table.items(id),
        transact: (step) => this.#runtime.transact(step),
        tryOut: (step) => this.#runtime.tryOut(step),
        commit: (step) => this.#runtime.commit(step),
        clear: () => this.#runtime.clear(),
      })
      this.#update(id, (known, now) => applySlice(known, slice, now))
      if (slice.ended) {
        await this.#onEnd()
      }
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.job', job: job.kind, ...describeError(error) }))
      this.#update(id, applyFailedSlice)
    }
  }

  /** A person may have paused or canceled it during the slice: that stays. */
  #update(id: string, change: (known: JobRecord, now: number) => JobRecord): void {
    this.#runtime.transact((store, now) => {
      const jobs = new JobTable(store.sql)
      const known = jobs.find(id)
      if (known === null || known.endedAt !== null) {
        return
      }
      const next = change(known, now)
      jobs.save(next.endedAt === null ? { ...next, status: known.status } : next)
    })
  }

  #listDue(now: number): JobRecord[] {
    return this.#listActive().filter(({ dueAt }) => dueAt <= now)
  }

  #listActive(): JobRecord[] {
    return this.#table.list().filter((job) => this.#isActive(job))
  }

  #isActive(job: JobRecord): boolean {
    const kind = this.#kinds.find(({ id }) => id === job.kind)
    return (
      job.status === 'running' || (job.status === 'paused' && kind?.isSettling?.(job, this.#runtime.store) === true)
    )
  }

  get #table(): JobTable {
    return new JobTable(this.#runtime.store.sql)
  }

  #kind(id: string): JobKind {
    return this.#kinds.find((kind) => kind.id === id) ?? fail(`there is no kind of job ${id}`)
  }

  /** A kind that this version does not have waits for one that does. */
  #stoppable(job: JobRecord): JobView['stoppable'] {
    return this.#kinds.find(({ id }) => id === job.kind)?.stoppable ?? false
  }

  #view(job: JobRecord): JobView {
    return toJobView(job, this.#stoppable(job))
  }
}

function fail(problem: string): never {
  throw new Error(problem)
}
