/** The meanings that a marketplace chose for its sender's words. */
import { and, eq, notExists } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { endpoints, words } from '../db/schema'
import type { Env } from '../env'
import { endpointCopyKey } from './endpoint-copy'
import { listChosenWords } from './store'
import { describeMeaning } from './word-choices'

type Bindings = Pick<Env, 'DB' | 'COPIES'>

/** The page that lists them. */
export const WORDS_LINK = '/webhook/activity#words'

export type ChosenWord = Omit<typeof words.$inferInsert, 'marketplace' | 'createdAt'>

export async function chooseWord(env: Bindings, author: Author, chosen: ChosenWord): Promise<void> {
  const { marketplace } = author
  const db = drizzle(env.DB)
  const same = and(isWord(marketplace, chosen.format, chosen.word), eq(words.meaning, chosen.meaning))
  const isNew = notExists(db.select({ word: words.word }).from(words).where(same))
  const before = await findMeaning(env, marketplace, chosen.format, chosen.word)
  const deed = {
    did: 'chose the meaning of',
    what: `the word “${chosen.spelling}”`,
    link: WORDS_LINK,
    changes: [{ field: 'Meaning', from: describeMeaning(before), to: describeMeaning(chosen.meaning) }],
  }
  await db.batch([
    auditLine(db, author, deed, isNew),
    db
      .insert(words)
      .values({ ...chosen, marketplace, createdAt: Date.now() })
      .onConflictDoUpdate({
        target: [words.marketplace, words.format, words.word],
        set: { meaning: chosen.meaning, spelling: chosen.spelling },
      }),
  ])
  await dropCopies(env, db, marketplace)
}

/** Intake reads the words with the endpoint, and at most two minutes old. */
export async function dropCopies(
  env: Pick<Bindings, 'COPIES'>,
  db: DrizzleD1Database,
  marketplace: string,
): Promise<void> {
  const own = await db.select({ id: endpoints.id }).from(endpoints).where(eq(endpoints.marketplace, marketplace))
  await Promise.all(own.map(({ id }) => env.COPIES.delete(endpointCopyKey(id))))
}

export async function findMeaning({ DB }: Pick<Bindings, 'DB'>, marketplace: string, format: string, word: string) {
  const found = await drizzle(DB)
    .select({ meaning: words.meaning })
    .from(words)
    .where(isWord(marketplace, format, word))
    .get()
  return found?.meaning ?? null
}

export async function countOthers(
  { DB }: Pick<Bindings, 'DB'>,
  marketplace: string,
  format: string,
  word: string,
): Promise<number> {
  const all = await listChosenWords(DB, marketplace)
  return all.filter((one) => one.format !== format || one.word !== word).length
}

export function isWord(marketplace: string, format: string, word: string) {
  return and(eq(words.marketplace, marketplace), eq(words.format, format), eq(words.word, word))
}
