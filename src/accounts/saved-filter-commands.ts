/** A person's own filters of the log. They concern no one else, so they leave no line in the trail. */
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { savedFilters } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import type { Author } from './audit-line'
import { insertWhere } from './conditional-writes'
import { isOwnedBy, listSavedFilters, type SavedFilter } from './saved-filters'

/** More than fit above the log. */
export const MOST_FILTERS = 20
const FILTER_NAME_CHARACTERS = 60

const refuse = refuseWith({
  'empty name': 'The name is missing.',
  'name too long': `The name has more than ${FILTER_NAME_CHARACTERS} characters. Shorten it.`,
  'no filter': 'There is no filter to save. Choose one in the log first.',
  'name taken': 'You already have a filter with this name. Choose another name, or remove that one first.',
  full: `You have ${MOST_FILTERS} saved filters, the maximum. Remove one first.`,
})

/** The same id again is the same filter. */
export async function saveFilter(
  env: Pick<Env, 'DB'>,
  { marketplace, person }: Author,
  { id, name, query }: SavedFilter,
): Promise<CommandResult<'empty name' | 'name too long' | 'no filter' | 'name taken' | 'full'>> {
  const given = name.trim().normalize('NFC')
  if (given === '') {
    return refuse('empty name')
  }
  if ([...given].length > FILTER_NAME_CHARACTERS) {
    return refuse('name too long')
  }
  if (query === '') {
    return refuse('no filter')
  }
  const db = drizzle(env.DB)
  const row = { id, marketplace, person: person.id, name: given, query, createdAt: Date.now() }
  const owner = { marketplace, person: person.id }
  const isTheirs = isOwnedBy(owner)
  const fits = sql`NOT EXISTS (SELECT 1 FROM ${savedFilters} WHERE ${savedFilters.id} = ${id})
    AND NOT EXISTS (SELECT 1 FROM ${savedFilters} WHERE ${isTheirs} AND lower(${savedFilters.name}) = lower(${given}))
    AND (SELECT count(*) FROM ${savedFilters} WHERE ${isTheirs}) < ${MOST_FILTERS}`
  await insertWhere(db, savedFilters, row, fits)
  const all = await listSavedFilters(env.DB, owner)
  if (all.some((one) => one.id === id)) {
    return { ok: true }
  }
  return refuse(all.some((one) => isSameName(one.name, given)) ? 'name taken' : 'full')
}

/** What is gone already stays so. */
export async function removeFilter(
  env: Pick<Env, 'DB'>,
  { marketplace, person }: Author,
  id: string,
): Promise<CommandResult<never>> {
  await drizzle(env.DB)
    .delete(savedFilters)
    .where(and(isOwnedBy({ marketplace, person: person.id }), eq(savedFilters.id, id)))
  return { ok: true }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
