/** Changes and deletions of rules. Each can run again after a crash at any step: it finishes what is left and writes one audit line. */
import { and, eq, exists, ne } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { batchWhere } from '../accounts/batch-where'
import { differsFrom, sameAs } from '../accounts/conditional-writes'
import { listChanges } from '../accounts/field-changes'
import { CHANGED_MEANWHILE, isStale } from '../accounts/form-stamp'
import { rules } from '../db/schema'
import type { Env } from '../env'
import type { Actions } from '../model/action'
import { type CommandResult, refuseWith } from '../model/command-result'
import type { Rule } from '../model/rule'
import {
  describeFields,
  nameRule,
  RULE_GONE,
  RULE_WITHOUT_INTEGRATION,
  RULE_WITHOUT_PRODUCT,
  ruleLink,
} from './describe'
import { areKnown } from './new-rules'
import { findRule, isRule, listLinkable, type RuleDraft, stampRule, toRow } from './store'

type DatabaseAndJournal = Pick<Env, 'DB' | 'JOURNAL'>

const refuse = refuseWith({
  gone: RULE_GONE,
  'changed meanwhile': CHANGED_MEANWHILE,
  'no integration': RULE_WITHOUT_INTEGRATION,
  'no product': RULE_WITHOUT_PRODUCT,
})

/**
 * Replaces everything a person may edit; whether it is on is switched apart, and perhaps meanwhile.
 * @param madeFrom stamp of the rule that the form showed
 */
export async function changeRule(
  env: Pick<Env, 'DB'>,
  author: Author,
  draft: RuleDraft,
  actions: Actions,
  madeFrom = '',
): Promise<CommandResult<'gone' | 'no integration' | 'no product' | 'changed meanwhile'>> {
  const db = drizzle(env.DB)
  const own = isRule(author.marketplace, draft.id)
  // As stored, and before the rule is read: what was read is then no older.
  const [stored] = await db.select().from(rules).where(own)
  const before = await findRule(env.DB, author.marketplace, draft.id)
  if (stored === undefined || before === null) {
    return refuse('gone')
  }
  if (stampRule(before) !== stampRule(draft) && isStale(madeFrom, stampRule(before))) {
    return refuse('changed meanwhile')
  }
  const integration = (await listLinkable(env.DB, author.marketplace)).find(({ id }) => id === draft.integration)
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
  const moved = before.product === draft.product ? [] : [draft.product]
  const written = await batchWhere(db, areKnown(author.marketplace, moved), [
    auditLine(db, author, deed, isThere(db, changing)),
    db
      .update(rules)
      .set({ ...row, updatedAt: Date.now() })
      .where(changing)
      .returning({ id: rules.id }),
  ])
  if (written === null) {
    return refuse('no product')
  }
  const [, changed] = written
  if (changed.length > 0) {
    return { ok: true }
  }
  const found = await findRule(env.DB, author.marketplace, draft.id)
  if (found === null) {
    return refuse('gone')
  }
  // The same form may have been sent twice at once.
  return stampRule(found) === stampRule(draft) ? { ok: true } : refuse('changed meanwhile')
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
  if ((await findRule(env.DB, author.marketplace, id)) === null) {
    return refuse('gone')
  }
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

function isThere(db: DrizzleD1Database, where: ReturnType<typeof and>) {
  return exists(db.select({ id: rules.id }).from(rules).where(where))
}
