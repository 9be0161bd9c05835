/** Changes of rules. Each can run again after a crash at any step: it finishes what is left and writes one audit line. */
import { and, eq, exists, isNull, ne } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine, listChanges } from '../accounts/audit-line'
import { differsFrom, sameAs } from '../accounts/conditional-writes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { integrations, rules } from '../db/schema'
import type { Env } from '../env'
import type { Actions } from '../model/action'
import { type CommandResult, refuseWith } from '../model/command-result'
import type { Rule } from '../model/rule'
import { describeFields } from './describe'
import { RULE_NAME_CHARACTERS } from './naming'
import { areMissing, insertRules, listNewRules } from './new-rules'
import { findRule, isRule, type RuleDraft, stampRule, toRow } from './store'

type Database = Pick<Env, 'DB'>
type DatabaseAndJournal = Pick<Env, 'DB' | 'JOURNAL'>

const refuse = refuseWith({
  gone: 'This rule is gone: it was deleted meanwhile.',
  'changed meanwhile': CHANGED_MEANWHILE,
  'no integration': 'The integration of this rule is gone: it was deleted meanwhile.',
})

/** Adds a rule, and with it the partners recommended for it. */
export async function addRule(
  env: Database,
  author: Author,
  rule: RuleDraft,
  partners: RuleDraft[] = [],
): Promise<CommandResult<'no integration'>> {
  const drafts = [rule, ...partners]
  const what = `${drafts.length === 1 ? 'the rule' : `${drafts.length} rules with`} “${rule.name}”`
  return addRules(env, author, drafts, (db, added) => [
    auditLine(db, author, { did: 'added', what, link: ruleLink(rule.id) }, areMissing(db, added)),
  ])
}

/** Adds what is recommended; each rule has a line of its own. */
export async function addRecommendedRules(
  env: Database,
  author: Author,
  drafts: RuleDraft[],
): Promise<CommandResult<'no integration'>> {
  return addRules(env, author, drafts, (db, added) =>
    added.map((draft) =>
      auditLine(db, author, { did: 'added', what: nameRule(draft), link: ruleLink(draft.id) }, areMissing(db, [draft])),
    ),
  )
}

/** The copy is off, since two alike would only write every log entry twice. @param copy the id it gets */
export async function duplicateRule(
  env: Database,
  author: Author,
  id: string,
  copy: string,
): Promise<CommandResult<'gone' | 'no integration'>> {
  const rule = await findRule(env.DB, author.marketplace, id)
  if (rule === null) {
    return refuse('gone')
  }
  const draft = { ...rule, id: copy, name: nameCopy(rule.name), on: false }
  return addRules(env, author, [draft], (db, added) => [
    auditLine(db, author, { did: 'duplicated', what: nameRule(rule), link: ruleLink(copy) }, areMissing(db, added)),
  ])
}

/**
 * Replaces everything a person may edit; whether it is on is switched apart, and perhaps meanwhile.
 * @param madeFrom stamp of the rule that the form showed
 */
export async function changeRule(
  env: Database,
  author: Author,
  draft: RuleDraft,
  actions: Actions,
  madeFrom = '',
): Promise<CommandResult<'gone' | 'no integration' | 'changed meanwhile'>> {
  const db = drizzle(env.DB)
  const own = isRule(author.marketplace, draft.id)
  // As stored, and before the rule is read: what was read is then no older.
  const [stored] = await db.select().from(rules).where(own)
  const before = await findRule(env.DB, author.marketplace, draft.id)
  if (stored === undefined || before === null) {
    return refuse('gone')
  }
  const isSame = stampRule(before) === stampRule(draft)
  if (!isSame && isStale(madeFrom, stampRule(before))) {
    return refuse('changed meanwhile')
  }
  const integration = (await listLinkable(db, author)).find(({ id }) => id === draft.integration)
  if (integration === undefined) {
    return refuse('no integration')
  }
  const { on: _, ...row } = toRow({ ...draft, marketplace: author.marketplace })
  const { on: __, updatedAt: ___, ...asRead } = stored
  const changing = and(own, sameAs(rules, asRead), differsFrom(rules, row))
  const changes = listChanges(
    describeFields(before, before.integrationName, actions),
    describeFields(draft, integration.name, actions),
  )
  const deed = { did: 'changed', what: nameRule(draft), link: ruleLink(draft.id), changes }
  const [, changed] = await db.batch([
    auditLine(db, author, deed, isThere(db, changing)),
    db
      .update(rules)
      .set({ ...row, updatedAt: Date.now() })
      .where(changing)
      .returning({ id: rules.id }),
  ])
  if (changed.length > 0) {
    return { ok: true }
  }
  const found = await findRule(env.DB, author.marketplace, draft.id)
  return found === null ? refuse('gone') : isSame ? { ok: true } : refuse('changed meanwhile')
}

/** Switches a rule on or off; what waits for a rule that is off ends. `ended`: how many firings that were. */
export async function switchRule(
  env: DatabaseAndJournal,
  author: Author,
  id: string,
  on: boolean,
): Promise<CommandResult<'gone', { rule: Rule; ended: number }>> {
  const rule = await findRule(env.DB, author.marketplace, id)
  if (rule === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const changing = and(isRule(author.marketplace, id), ne(rules.on, on))
  const did = on ? 'switched on' : 'switched off'
  await db.batch([
    auditLine(db, author, { did, what: nameRule(rule), link: ruleLink(id) }, isThere(db, changing)),
    db.update(rules).set({ on, updatedAt: Date.now() }).where(changing),
  ])
  const ended = on ? 0 : await env.JOURNAL.getByName(author.marketplace).ruleOff(id)
  return { ok: true, rule: { ...rule, on }, ended }
}

/** Deletes a rule. It is switched off first and goes last, so that nothing waits for a rule that is gone. */
export async function deleteRule(
  env: DatabaseAndJournal,
  author: Author,
  id: string,
): Promise<CommandResult<'gone', { rule: Rule }>> {
  const { marketplace } = author
  const rule = await findRule(env.DB, marketplace, id)
  if (rule === null) {
    return refuse('gone')
  }
  const db = drizzle(env.DB)
  const own = isRule(marketplace, id)
  await db
    .update(rules)
    .set({ on: false })
    .where(and(own, eq(rules.on, true)))
  await env.JOURNAL.getByName(marketplace).ruleOff(id)
  await db.batch([
    auditLine(db, author, { did: 'deleted', what: nameRule(rule) }, isThere(db, own)),
    db.delete(rules).where(own),
  ])
  return { ok: true, rule }
}

/** Adds all or none; `tell` gives the audit lines for the new ones. */
async function addRules(
  env: Database,
  author: Author,
  drafts: RuleDraft[],
  tell: (db: DrizzleD1Database, added: RuleDraft[]) => ReturnType<typeof auditLine>[],
): Promise<CommandResult<'no integration'>> {
  const db = drizzle(env.DB)
  const own = await listLinkable(db, author)
  if (drafts.some((draft) => !own.some(({ id }) => id === draft.integration))) {
    return refuse('no integration')
  }
  const added = await listNewRules(
    db,
    drafts.map((draft) => ({ ...draft, marketplace: author.marketplace })),
  )
  const [first, ...others] = added.length === 0 ? [] : [...tell(db, added), ...insertRules(db, added)]
  if (first !== undefined) {
    await db.batch([first, ...others])
  }
  return { ok: true }
}

/** Integrations that a rule may have. */
function listLinkable(db: DrizzleD1Database, { marketplace }: Author): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: integrations.id, name: integrations.name })
    .from(integrations)
    .where(and(eq(integrations.marketplace, marketplace), isNull(integrations.deletingAt)))
}

function isThere(db: DrizzleD1Database, where: ReturnType<typeof and>) {
  return exists(db.select({ id: rules.id }).from(rules).where(where))
}

function nameRule({ name }: Pick<RuleDraft, 'name'>): string {
  return `the rule “${name}”`
}

function ruleLink(id: string): string {
  return `/rules/${encodeURIComponent(id)}`
}

function nameCopy(name: string): string {
  const ending = ' (copy)'
  return [...name].slice(0, RULE_NAME_CHARACTERS - ending.length).join('') + ending
}
