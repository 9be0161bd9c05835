import { and, eq, exists, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, marketplaces } from '../db/accounts-schema'
import { integrations, rules } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { type Author, auditLine } from './audit-line'
import { displayName } from './display-name'
import { idFrom, SHORT_ID } from './ids'
import { endLinksBefore, endTeamLinks } from './issued-links'
import { DELETED_MARKETPLACE, startMarketplaceDeletion } from './marketplace-deletion'
import { newMarketplace } from './new-account'
import { mayOpenMarketplace } from './people'

const refuse = refuseWith({
  'not allowed': 'On this deployment, only admins can create marketplaces, at most 100 each.',
  gone: 'This marketplace has since been deleted.',
})

/** Creates a marketplace with `person` as its admin, if they may. @param form the same form makes one */
export async function createMarketplace(
  env: Pick<Env, 'DB' | 'SIGN_UP'>,
  person: Author['person'],
  { form, ...marketplace }: { form: string; name: string; zone: string | null },
): Promise<CommandResult<'not allowed', { id: string }>> {
  const db = drizzle(env.DB)
  const id = idFrom(`${person.id} ${form}`, SHORT_ID)
  const may = mayOpenMarketplace(env, db, person.id)
  const { statements, isTheirs } = newMarketplace(db, person, { ...marketplace, id }, may)
  // An admin of another marketplace may have made one; it must not open this marketplace.
  const ended = await endLinksBefore(db, person, { did: 'made', what: 'another marketplace' }, isTheirs)
  const isThere = async () => (await db.$count(marketplaces, eq(marketplaces.id, id))) > 0
  if (!(await isThere())) {
    try {
      await db.batch([...statements, ...ended])
    } catch (error) {
      // Of two at once, the second finds the first one's row.
      if (!(await isThere())) {
        throw error
      }
    }
  }
  return (await isThere()) ? { ok: true, id } : refuse('not allowed')
}

/**
 * Marks it as deleting: its team loses access, its rules switch off and its credentials are erased immediately. Its
 * journal deletes the rest, and itself last.
 */
export async function deleteMarketplace(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
): Promise<CommandResult<'gone' | 'no admin', { name: string }>> {
  const { marketplace } = author
  const db = drizzle(env.DB)
  const [found] = await db.select().from(marketplaces).where(eq(marketplaces.id, marketplace))
  if (found === undefined) {
    return refuse('gone')
  }
  const { name } = found
  const own = and(eq(marketplaces.id, marketplace), isNull(marketplaces.deletingAt))
  const isThere = exists(db.select({ id: marketplaces.id }).from(marketplaces).where(own))
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: DELETED_MARKETPLACE, what: name }, isThere),
    db.update(rules).set({ on: false }).where(eq(rules.marketplace, marketplace)),
    db.update(integrations).set({ sealedCredential: '' }).where(eq(integrations.marketplace, marketplace)),
    db.delete(invitations).where(eq(invitations.marketplace, marketplace)),
    endTeamLinks(db, marketplace),
    db.update(marketplaces).set({ deletingAt: Date.now() }).where(own),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  await startMarketplaceDeletion(env, found, displayName(author.person))
  return { ok: true, name }
}
