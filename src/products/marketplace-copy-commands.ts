import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { findMembership } from '../accounts/members'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { areMissing, insertRules, listNewRules } from '../rules/new-rules'
import { type Copy, countRules, MOST_COPIES, planCopies } from '../rules/rule-copies'
import { listLinkable, listRules, type RuleDraft } from '../rules/store'
import { insertProducts } from './new-products'
import { listProducts } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  'no rules': 'Choose at least one rule.',
  'not theirs': 'You do not belong to another marketplace with that id.',
  'too many rules': `The most at once is ${MOST_COPIES}. Choose fewer rules.`,
})

interface MarketplaceCopies {
  /** Of the form: the same form makes the same rules. */
  id: string
  to: string
  rules: string[]
  /** Which integration there takes the place of one here. */
  becomes: Record<string, string>
  on: boolean
}

/** Nothing takes the place of this integration. */
type NoSubstitute = Refusal<'no integration'> & { integration: string }

/** Copies rules to another marketplace, by someone who belongs to both. Each has a line in its own audit trail. */
export async function copyRulesToMarketplace(
  env: Database,
  author: Author,
  { id, to: other, becomes, on, ...chosen }: MarketplaceCopies,
): Promise<
  CommandResult<'no rules' | 'not theirs' | 'too many rules', { text: string; product: string }> | NoSubstitute
> {
  const { marketplace, person } = author
  const to = other === marketplace ? null : await findMembership(env.DB, other, person.id)
  if (to === null) {
    return refuse('not theirs')
  }
  const [rules, present, substitutes] = await Promise.all([
    listRules(env.DB, marketplace),
    listRules(env.DB, other),
    listLinkable(env.DB, other),
  ])
  const copied = rules.filter((rule) => chosen.rules.includes(rule.id))
  if (copied.length === 0) {
    return refuse('no rules')
  }
  if (copied.length > MOST_COPIES) {
    return refuse('too many rules')
  }
  const stands = (one: string) => substitutes.find((substitute) => substitute.id === becomes[one])
  const unsaid = copied.find((rule) => stands(rule.integration) === undefined)
  if (unsaid) {
    return refuseWithout(unsaid)
  }

  const copies = planCopies({ marketplace: other, rules: present, stands, on }, copied, id)
  const text = describeCopies(copies, copied.length, to.marketplace.name, on)
  await addCopies(env, author, other, copies, text)
  const [only = EVERY_PRODUCT, ...more] = [...new Set(copies.map(({ draft }) => draft.product))]
  return { ok: true, text, product: more.length > 0 ? EVERY_PRODUCT : only }
}

async function addCopies(env: Database, author: Author, to: string, copies: Copy[], text: string): Promise<void> {
  const db = drizzle(env.DB)
  const added = await listNewRules(
    db,
    copies.map(({ draft }) => draft),
  )
  if (added.length === 0) {
    return
  }
  const isNew = areMissing(db, added)
  await db.batch([
    auditLine(db, author, { did: 'copied', what: `rules: ${text}`, link: '/rules' }, isNew),
    auditLine(
      db,
      { ...author, marketplace: to },
      { did: 'added', what: `rules copied from elsewhere: ${text}`, link: '/rules' },
      isNew,
    ),
    ...(await nameProducts(env.DB, author.marketplace, to, added)),
    ...insertRules(db, added),
  ])
}

/** Creates the products that the other marketplace lacks; existing ones keep their names. */
async function nameProducts(d1: D1Database, from: string, to: string, drafts: RuleDraft[]) {
  const known = await listProducts(d1, from)
  const named = [...new Set(drafts.map(({ product }) => product))]
    .filter((id) => id !== EVERY_PRODUCT)
    .map((id) => ({ id, name: known.find((product) => product.id === id)?.name ?? id }))
  return insertProducts(drizzle(d1), to, named)
}

function describeCopies(copies: Copy[], chosen: number, name: string, on: boolean): string {
  const elsewhere = copies.filter((copy) => copy.elsewhere).length
  const sentences = [
    copies.length === 0
      ? `${name} already has these rules; nothing was copied.`
      : `${countRules(copies.length)} copied to ${name}, ${on ? 'switched on where they are on here' : 'switched off until you switch them on'}.`,
    ...(elsewhere > 0
      ? [`${countRules(elsewhere)} on another site: off until you choose the course or bundle there.`]
      : []),
    ...(copies.length > 0 && chosen > copies.length ? [`${countRules(chosen - copies.length)} it already had.`] : []),
  ]
  return sentences.join(' ')
}

function refuseWithout({ integration, integrationName }: Rule): NoSubstitute {
  const sentence = `Choose what takes ${integrationName}’s place.`
  return { ok: false, reason: 'no integration', integration, sentence }
}
