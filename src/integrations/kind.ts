/** What a kind of integration declares. Everything else about integrations and rules is shared, and asks the registry. */
import type * as z from 'zod'
import type { Env } from '../env'
import type { Action } from '../model/action'
import type { Connection } from '../model/connection'
import type { FiringJob, Note, NoteEffect } from '../model/firing-job'
import type { Outcome, Settling } from '../model/outcome'
import type { RestoreAnswer, RestoreRequest } from '../recovery/restoration'
import type { AccessLedger } from './access-ledger'
import type { KindCatalog, Offer } from './catalog'
import type { Reconciler } from './reconciler'
import type { SettingsForm } from './settings/settings-form'
import type { SiteStatus } from './site-status'

/** `remark`: what the other side answered, in a sentence for the page that says it is connected. */
type Checked<Settings> = { settings: Settings; remark?: string } | { refusal: string }

/** @typeParam Settings what its integrations are configured with, beside name and credential */
export interface IntegrationKind<Settings extends object = object> {
  /** As rows and addresses spell it; never changed. */
  id: string
  title: string
  /** One sentence beside the title, for someone who chooses a kind. */
  purpose: string
  /** For a merchant who has no integration: what one connects, and one as the list would show it. */
  introduction: { sentence: string; example: string }
  /** Stored settings, as JSON. */
  settings: z.ZodType<Settings>
  /** For the kind that is older than stored settings. */
  columns?: OldColumnsOf<Settings>
  form: SettingsForm<Settings>
  actions: readonly Action[]
  targets: readonly TargetKind[]
  /** Names where firings are settled; integrations with the same name share a pace. @param id the integration's */
  site(settings: Settings, id: string): string
  /** A site as people know it. @param settings where they are at hand */
  address(site: string, settings?: Settings | null): string
  /** Whether the other side lets the integration in: its settings as they are to be stored, else why not, in a sentence. @param host where this Worker is reached; empty if unknown */
  check(env: Env, connection: Connection, host: string): Promise<Checked<Settings>>
  /** As `check`, for a credential its site accepted before; the call counts toward the site's pace. Null for any other. */
  recheck?(env: Env, connection: Connection): Promise<Checked<Settings> | null>
  /** For a kind that asks the other side whenever an integration is saved, changed or not. */
  alwaysAsks?: true
  /** For a kind whose credential is made here, for the other side to check. */
  ownSecret?: OwnSecret
  /** For a kind that is given each event with its job. */
  passesEvents?: true
  /** Whether a change counts for others at its site, so that only a credential that works may make it. */
  needsProof?(before: Settings, after: Settings): boolean
  /** Called once the integration is saved and its credential works. */
  adopt?(env: Env, connection: Connection): Promise<void>
  /** What others at its site make of its settings, in a sentence; null where they change nothing. */
  remark?(env: Env, connection: Connection): Promise<string | null>
  /** What a rule may choose from; null while that is not known. Never asks the other side. */
  offers(env: Env, connection: Connection, target: string): Promise<Offer[] | null>
  settler(env: Env, site: string): Settler
  /** Forgets an integration that is deleted or moves to another site. May be repeated. */
  forget(env: Env, connection: Connection, left: 'deleted' | 'moved'): Promise<void>
  deletion: { takes(site: string): string; stays: string }
  /** For a kind whose targets are read from the other side and kept as a copy. */
  catalog?: KindCatalog
  /** Of its objects' tables, which no earlier version can read; for a kind that has objects. */
  tablesVersion?: number
  /** How a site fares, for a kind with an object for each. */
  status?(env: Env, site: string): Promise<SiteStatus>
  /** Brings a site's object back to an earlier moment. */
  restore?(env: Env, site: string, request: RestoreRequest): Promise<RestoreAnswer>
  /** For a kind whose ledger can be compared with what the site has. */
  reconciler?(env: Env, connection: Connection): Reconciler
  /** For a kind that remembers who may be in which target, and why. */
  ledger?(env: Env, site: string): AccessLedger
}

export interface TargetKind {
  id: string
  /** As a field's label: `Course`. */
  label: string
  /** Under the field: what to do about one that is not listed. */
  hint: string
  /** Whether a typed text can be the id of one that no list has. */
  isId(text: string): boolean
}

/** A credential that is made here, shown once, and rotated. As it is sealed it may hold more than is shown. */
export interface OwnSecret {
  /** `Signing secret`. */
  title: string
  /** Where it belongs, in a sentence. */
  hint: string
  /** How long the one before is good for after a rotation. */
  overlapHours: number
  create(): string
  show(stored: string): string
  /** Null where that rotation was done. @param now epoch ms */
  rotate(stored: string, rotation: string, now: number): string | null
}

/** Answers within 3 s; never longer than it takes to say when to come back. */
export interface Settler {
  /** An outcome for each job, or the second to come back for it, in the jobs' order. */
  settle(jobs: FiringJob[]): Promise<Settling[]>
  /** Events that no rule brings here, for a kind with a ledger; what each changed, in their order. */
  note(notes: Note[]): Promise<(NoteEffect | null)[]>
  /** What each event's notes and then its jobs would do, one event after another; nothing is called or stored. */
  foresee(events: ForeseeableEvent[]): Promise<Foresight[]>
}

/** What an event brings to a site. @typeParam Job as the site takes it */
export interface ForeseeableEvent<Job = FiringJob> {
  jobs: Job[]
  notes: Note[]
}

export interface Foresight {
  outcomes: ForeseenOutcome[]
  effects: (NoteEffect | null)[]
}

/** `body`: what would be sent, as text. */
export interface ForeseenOutcome {
  outcome: Outcome
  sentence: string
  body?: string
}

/** Columns of an integration that were Thinkific's settings in 0.1.0. Written until the release after next. */
export interface OldColumns {
  site: string
  scheme: 'api_key' | 'access_token'
  requestsPerMinute: number
  siteWelcome: boolean
}

interface OldColumnsOf<Settings> {
  read(columns: OldColumns): Settings
  write(settings: Settings): OldColumns
}
