/**
 * Changes of an integration's settings. A new credential or site is marked until its consequences are done, so that an
 * attempt that stopped is finished by the next one.
 */
import { and, eq, exists, isNotNull, ne, or } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN, refuseFormerAdmin } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { differsFrom, sameAs } from '../accounts/conditional-writes'
import { type FieldChange, listChanges } from '../accounts/field-changes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { integrations } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { KINDS } from '.'
import { stampIntegration, toConnection, toSettingsColumns } from './connection'
import { isStoredSecret, proveIntegration, sealSecret, startRefresh } from './credential'
import type { IntegrationKind } from './kind'
import {
  findIntegration,
  findRows,
  INTEGRATION_GONE,
  type Integration,
  isIntegration,
  isNamesake,
  NAME_TAKEN,
} from './store'

const UNFINISHED = 'Its last change was not finished. Save it again.'

const refuse = refuseWith({
  gone: INTEGRATION_GONE,
  taken: NAME_TAKEN,
  'changed meanwhile': CHANGED_MEANWHILE,
})

type CredentialAnswer = 'key refused' | 'site refused'

interface IntegrationChange {
  name: string
  settings: object
  /** Null leaves the stored one. */
  secret: string | null
  /** Stamp of what the form showed; empty where it has none. */
  madeFrom?: string
  /** Where this Worker is reached; empty if unknown. */
  host?: string
}

interface ChangedIntegration {
  /** What the other side answered, in a sentence. */
  remark?: string
  /** Entries that waited for it and run now. */
  released: number
}

/** The other side is asked about a new credential or site first; what waited for a working one then runs. */
export async function changeIntegration(
  env: Env,
  author: Author,
  id: string,
  { name, settings, secret, madeFrom = '', host = '' }: IntegrationChange,
): Promise<CommandResult<'gone' | 'taken' | 'changed meanwhile' | 'no admin' | CredentialAnswer, ChangedIntegration>> {
  const { marketplace } = author
  const before = await findIntegration(env.DB, marketplace, id)
  const kind = before && KINDS.find(before.kind)
  if (before === null || kind === null) {
    return refuse('gone')
  }
  const isNewSecret = secret !== null && !(await isStoredSecret(env, before, secret))
  const sealed = isNewSecret ? { sealedCredential: await sealSecret(env, before, secret) } : {}
  const asked = { name, ...toSettingsColumns(kind, settings, id), ...sealed }
  const isSame = stampIntegration({ ...before, ...asked }) === stampIntegration(before)
  if (!isSame && isStale(madeFrom, stampIntegration(before))) {
    return refuse('changed meanwhile')
  }
  const now = toConnection(before).settings
  const asksAgain =
    kind.alwaysAsks === true ||
    secret !== null ||
    now === null ||
    asked.site !== before.site ||
    before.problem === UNFINISHED
  const needsProof = asksAgain || (kind.needsProof?.(now, settings) ?? false)
  const isOwnSite = asked.site === before.site
  const how = { isOwnSite, isStored: isOwnSite && !isNewSecret, host }
  const proven = needsProof
    ? await proveIntegration(env, author, { ...before, ...asked }, how)
    : { columns: {}, remark: undefined }
  if ('refusal' in proven) {
    return refuseAsked(isOwnSite || secret !== null ? 'key refused' : 'site refused', proven.refusal)
  }
  const columns = { ...asked, ...proven.columns }
  const after = { ...before, ...columns }
  const db = drizzle(env.DB)
  if ((await findRows(db, isNamesake(marketplace, name, id))).length > 0) {
    return refuse('taken')
  }
  const refused = await refuseFormerAdmin(db, author)
  if (refused !== null) {
    return refused
  }
  if (after.site !== before.site) {
    if (kind.ledger !== undefined) {
      // Its ledger goes on knowing who bought, and an erasure must find the way there.
      await env.JOURNAL.getByName(marketplace).left(before.site)
    }
    await kind.forget(env, toConnection(before), 'moved')
  }
  const changes = listChanges(describeSettings(kind, before), describeSettings(kind, after))
  const isCredential = asksAgain && kind.alwaysAsks !== true
  if (!(await saveColumns(db, author, before, { columns, changes, asksAgain, isCredential }))) {
    return FORMER_ADMIN
  }
  const stored = await findIntegration(env.DB, marketplace, id)
  if (stored === null) {
    return refuse('gone')
  }
  // The same form may have been sent twice at once: its credential is then sealed in another text.
  const isOwnSecret = !isNewSecret || (await isStoredSecret(env, stored, secret))
  const { sealedCredential } = stored
  if (!isOwnSecret || stampIntegration(stored) !== stampIntegration({ ...after, sealedCredential })) {
    return refuse('changed meanwhile')
  }
  if (needsProof) {
    await kind.adopt?.(env, toConnection(stored))
  }
  let released = 0
  if (asksAgain) {
    await forgetAtSitesLeft(env, kind, stored)
    if (!how.isStored || before.problem !== null) {
      await startRefresh(env, stored)
    }
    released = await env.JOURNAL.getByName(marketplace).releaseParked({ integration: id })
    await db
      .update(integrations)
      .set({ problem: null })
      .where(and(isIntegration(marketplace, id), eq(integrations.problem, UNFINISHED)))
  }
  const { remark } = proven
  return { ok: true, released, ...(remark === undefined ? {} : { remark }) }
}

/** A firing still running when the new site was saved has sent the credential to the old one again. */
async function forgetAtSitesLeft(env: Env, kind: IntegrationKind, integration: Integration): Promise<void> {
  if (kind.ledger === undefined) {
    return
  }
  const left = await env.JOURNAL.getByName(integration.marketplace).sitesLeft()
  for (const site of left.filter((one) => one !== integration.site)) {
    await kind.forget(env, { ...toConnection(integration), site }, 'moved')
  }
}

/** Writes what differs and its audit line; a change of credential or site is marked until its consequences are done. False if the author is no longer an admin. */
async function saveColumns(
  db: DrizzleD1Database,
  author: Author,
  before: Integration,
  {
    columns,
    changes,
    asksAgain,
    isCredential,
  }: { columns: Partial<Integration>; changes: FieldChange[]; asksAgain: boolean; isCredential: boolean },
): Promise<boolean> {
  const own = isIntegration(author.marketplace, before.id)
  const hadProblem = and(isNotNull(integrations.problem), ne(integrations.problem, UNFINISHED))
  const { name: named, settings, site, scheme, requestsPerMinute, siteWelcome, sealedCredential } = before
  const changing = and(
    own,
    sameAs(integrations, { name: named, settings, site, scheme, requestsPerMinute, siteWelcome, sealedCredential }),
    asksAgain ? or(differsFrom(integrations, columns), hadProblem) : differsFrom(integrations, columns),
  )
  const name = `the integration “${columns.name ?? before.name}”`
  const what = isCredential ? `the credentials of ${name}` : name
  const written = await batchAsAdmin(db, author, [
    auditLine(
      db,
      author,
      { did: 'changed', what, link: `/integrations/${before.id}`, changes },
      exists(findRows(db, changing)),
    ),
    db
      .update(integrations)
      .set({ ...columns, ...(asksAgain ? { problem: UNFINISHED } : {}), updatedAt: Date.now() })
      .where(changing),
  ])
  return written !== null
}

/** In the words of its kind's form, without secrets. */
function describeSettings(kind: IntegrationKind, row: Integration): Record<string, string> {
  const { settings } = toConnection(row)
  const values = settings === null ? {} : kind.form.values(settings)
  const shown = kind.form.fields(settings).filter(({ type }) => type !== 'password')
  const described = shown.map(({ name, label, type, confidential }) => {
    const value = values[name] ?? ''
    if (confidential) {
      return [label, settings === null ? '' : kind.address(row.site, settings)]
    }
    return [label, type === 'check' ? (value === '' ? 'off' : 'on') : value]
  })
  return { 'Integration name': row.name, ...Object.fromEntries(described) }
}

function refuseAsked<Reason extends CredentialAnswer>(reason: Reason, sentence: string): Refusal<Reason> {
  return { ok: false, reason, sentence }
}
