/**
 * Work that takes long and must be seen. A kind of job works in slices, each of which may run again: what a crash
 * interrupts goes on from the last slice stored, by the journal's alarm.
 */
import type { Author, Deed } from '../../accounts/audit-line'
import type { QueueMessage } from '../../model/message'
import type { JournalStore } from '../journal-store'
import type { JobItems } from './job-table'
import type { JobPorts } from './ports'

/** A paused job goes on when a person says so; a canceled one has ended, and keeps what it did. */
type JobStatus = 'running' | 'paused' | 'canceled' | 'done'

/** As stored. Times are epoch ms. */
export interface JobRecord<Input extends object = object, Progress extends object = object> {
  /** The same id is the same job, however often it is started. */
  id: string
  kind: string
  marketplace: string
  /** "Deleting Academy" */
  title: string
  /** Emptied, as is `progress`, once it ended: nothing of a customer stays in a job. */
  input: Input
  progress: Progress
  status: JobStatus
  /** In the unit of its kind. */
  done: number
  /** Null while unknown. */
  total: number | null
  person: string
  /** The audit line it writes before its first slice; null once it is written. */
  deed: AuthoredDeed | null
  startedAt: number
  endedAt: number | null
  dueAt: number
  /** What a person last did to it. Absent in jobs of earlier versions. */
  lastChange?: { change: JobChange; at: number } | null
  /** Slices that failed in a row. */
  failures: number
  /** What came of it, in a sentence; null until it ended. */
  result: string | null
}

type AuthoredDeed = Deed & { author: Author }

export interface JobKind<Input extends object = object, Progress extends object = object> {
  /** As stored; never changed. */
  id: string
  /** Who may pause and cancel it: admins, or anyone. A deletion that began is always finished. */
  stoppable: boolean | 'by anyone'
  /** "Deleting Academy" */
  title(input: Input): string
  begin(input: Input): Progress
  /** Whether what it had under way as it was paused has yet to be taken in: its slices go on until then. */
  isSettling?(job: JobRecord<Input, Progress>, store: JournalStore): boolean
  /** In the step that cancels it: what is kept outside of the job says so too. */
  onCanceled?(job: JobRecord<Input, Progress>, store: JournalStore, now: number): void
  /** Does a part of the work; running it again after a crash changes nothing twice. */
  runSlice(job: JobRecord<Input, Progress>, context: JobContext): Promise<Slice<Progress>>
}

export type Slice<Progress extends object = object> =
  | { ended: false; progress: Progress; done: number; total: number | null; waitMs: number }
  | { ended: true; done: number; result: string }

export interface JobContext {
  ports: JobPorts
  /** Rows of its own, for a list that is too long for its progress. */
  items: JobItems
  transact<T>(step: (store: JournalStore, now: number) => T): T
  /** Does a step and takes it back. */
  tryOut<T>(step: (store: JournalStore, now: number) => T): T
  /** The same, and queues what comes of it. */
  commit<Outcome extends { messages: QueueMessage[] }>(
    step: (store: JournalStore, now: number) => Outcome,
  ): Promise<Outcome>
  /** Deletes everything in the journal, this job too. */
  clear(): Promise<void>
}

export interface NewJob {
  id: string
  marketplace: string
  kind: string
  input: object
  person: string
  deed?: AuthoredDeed | null
  /** Begins again where a job of the id has ended. */
  again?: boolean
}

export interface JobView extends Omit<JobRecord, 'marketplace' | 'input' | 'progress' | 'deed' | 'dueAt' | 'failures'> {
  stoppable: JobKind['stoppable']
  /** Its last slice failed and is tried again at this time. */
  retriedAt: number | null
}

export type JobChange = 'pause' | 'resume' | 'cancel'
