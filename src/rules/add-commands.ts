/** Additions of rules. Each can run again after a crash at any step: what is there already is not added twice. */
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { batchWhere } from '../accounts/batch-where'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { nameRule, RULE_GONE, RULE_WITHOUT_INTEGRATION, RULE_WITHOUT_PRODUCT, ruleLink } from './describe'
import { RULE_NAME_CHARACTERS } from './naming'
import { areKnown, areMissing, insertRules, listNewRules } from './new-rules'
import { findRule, listLinkable, type RuleDraft } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  gone: RULE_GONE,
  'no integration': RULE_WITHOUT_INTEGRATION,
  'no product': RULE_WITHOUT_PRODUCT,
})

type Unlinked = 'no integration' | 'no product'

/** Adds a rule, and with it the partners recommended for it. */
export async function addRule(
  env: Database,
  author: Author,
  rule: RuleDraft,
  partners: RuleDraft[] = [],
): Promise<CommandResult<Unlinked>> {
  const drafts = [rule, ...partners]
  const what = `${drafts.length === 1 ? 'the rule' : `${drafts.length} rules with`} “${rule.name}”`
  return addRules(env, author, drafts, (db, added) => [
    auditLine(db, author, { did: 'added', what, link: ruleLink(rule.id) }, areMissing(db, added)),
  ])
}

export async function addRecommendedRules(
  env: Database,
  author: Author,
  drafts: RuleDraft[],
): Promise<CommandResult<Unlinked>> {
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
): Promise<CommandResult<'gone' | Unlinked>> {
  const rule = await findRule(env.DB, author.marketplace, id)
  if (rule === null) {
    return refuse('gone')
  }
  const draft = { ...rule, id: copy, name: nameCopy(rule.name), on: false }
  return addRules(env, author, [draft], (db, added) => [
    auditLine(db, author, { did: 'duplicated', what: nameRule(rule), link: ruleLink(copy) }, areMissing(db, added)),
  ])
}

/** Adds all or none; `linesFor` gives the audit lines for the new ones. */
async function addRules(
  env: Database,
  author: Author,
  drafts: RuleDraft[],
  linesFor: (db: DrizzleD1Database, added: RuleDraft[]) => ReturnType<typeof auditLine>[],
): Promise<CommandResult<Unlinked>> {
  const db = drizzle(env.DB)
  const own = await listLinkable(env.DB, author.marketplace)
  if (drafts.some((draft) => !own.some(({ id }) => id === draft.integration))) {
    return refuse('no integration')
  }
  const added = await listNewRules(
    db,
    drafts.map((draft) => ({ ...draft, marketplace: author.marketplace })),
  )
  const [first, ...others] = added.length === 0 ? [] : [...linesFor(db, added), ...insertRules(db, added)]
  if (first === undefined) {
    return { ok: true }
  }
  const products = added.map(({ product }) => product)
  const written = await batchWhere(db, areKnown(author.marketplace, products), [first, ...others])
  return written === null ? refuse('no product') : { ok: true }
}

function nameCopy(name: string): string {
  const ending = ' (copy)'
  return [...name].slice(0, RULE_NAME_CHARACTERS - ending.length).join('') + ending
}
