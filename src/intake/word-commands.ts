/** What a sender's word means, when a person says so: for one post, or for the word from now on. */
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { displayName } from '../accounts/display-name'
import { words } from '../db/schema'
import type { Env } from '../env'
import type { Entry, NotUnderstoodPost, WordChoice } from '../journal/queries'
import { type CommandResult, refuseWith } from '../model/command-result'
import { formatOf, isRefused, type MarketEvent, sourceOf } from '../model/event'
import type { WordMeaning } from '../model/word-meaning'
import { type ChosenWord, chooseWord, countOthers, dropCopies, findMeaning, isWord, WORDS_LINK } from './chosen-words'
import { normalizeWord } from './formats/common-words'
import type { Format } from './formats/format'
import { HOOK_ROUTES } from './hook-routes'
import { understand } from './understand'
import { describeMeaning, MOST_WORDS } from './word-choices'

type Bindings = Pick<Env, 'DB' | 'COPIES' | 'JOURNAL'>

/** Read and settled together: each may be an event of 100 KB. */
const SLICE_POSTS = 100

const refuse = refuseWith({
  gone: 'This entry has changed. Here is its current status.',
  'no meaning': 'Your own meaning for this word was already removed.',
  'no buyer': 'This post lacks a customer or a product, so it can only be ignored.',
  'too many': `A marketplace can choose the meaning of ${MOST_WORDS} words, and this one has.`,
})

interface Treatment {
  entry: string
  meaning: WordMeaning
  /** Also for every later post with the word, and for those in the log. */
  always: boolean
}

/** Settles the post and, in slices, all others like it. Repeated after a crash, it settles what is left. */
export async function treatAs(
  env: Bindings,
  author: Author,
  { entry: id, meaning, always }: Treatment,
): Promise<CommandResult<'gone' | 'no buyer' | 'too many', { posts: number }>> {
  const { marketplace } = author
  const journal = env.JOURNAL.getByName(marketplace)
  const entry = (await journal.entry(id)) as Entry | null
  const isOpen = entry?.buttons.includes('treat as') === true
  if (entry === null || (!isOpen && !always)) {
    return refuse('gone')
  }
  const own: NotUnderstoodPost[] = isOpen ? [{ entry: entry.id, event: entry.marketEvent }] : []
  const format = findFormat(entry.marketEvent)
  if (
    isOpen &&
    meaning !== 'ignore' &&
    (entry.customer === null || entry.marketEvent.items.length === 0 || format === null)
  ) {
    return refuse('no buyer')
  }
  const word = normalizeWord(entry.typeWord)
  const settle = (posts: NotUnderstoodPost[]) => settlePosts(env, author, { posts, format, meaning })
  if (!always || format === null || word === '' || isRefused(entry.event)) {
    const settled = await settle(own)
    return settled.length > 0 ? { ok: true, posts: settled.length } : refuse('gone')
  }
  if (isOpen) {
    if ((await countOthers(env, marketplace, format.name, word)) >= MOST_WORDS) {
      return refuse('too many')
    }
    await chooseWord(env, author, { format: format.name, word, spelling: entry.typeWord, meaning })
  } else if ((await findMeaning(env, marketplace, format.name, word)) !== meaning) {
    return refuse('gone')
  }
  let posts = (await settle(own)).length
  const passed: string[] = own.map((post) => post.entry)
  const spellings = await listSpellings(env, marketplace, format.name, word)
  for (;;) {
    const wanted = { limit: SLICE_POSTS, except: passed }
    const slice = (await journal.notUnderstoodPosts(format.name, spellings, wanted)) as NotUnderstoodPost[]
    if (slice.length === 0) {
      break
    }
    const settled = await settle(slice)
    posts += settled.length
    passed.push(...slice.flatMap((post) => (settled.includes(post.entry) ? [] : [post.entry])))
  }
  return posts > 0 ? { ok: true, posts } : refuse('gone')
}

interface WordSettling {
  posts: NotUnderstoodPost[]
  format: Format | null
  meaning: WordMeaning
}

async function settlePosts(
  env: Bindings,
  { marketplace, person }: Author,
  { posts, format, meaning }: WordSettling,
): Promise<string[]> {
  const choices = posts.map((post) => toChoice(post, format, meaning))
  return choices.length === 0 ? [] : env.JOURNAL.getByName(marketplace).treat(choices, displayName(person))
}

/** Words of posts in the log that are the same but for case and separators. */
async function listSpellings(env: Bindings, marketplace: string, format: string, word: string): Promise<string[]> {
  const known = await env.JOURNAL.getByName(marketplace).notUnderstoodWords()
  return known
    .filter((one) => (one.format ?? format) === format && normalizeWord(one.word) === word)
    .map((one) => one.word)
}

/** Reads the body again, since what an item's payment is depends on the type. */
function toChoice({ entry, event }: NotUnderstoodPost, format: Format | null, meaning: WordMeaning): WordChoice {
  if (meaning === 'ignore' || format === null) {
    return { entry, reading: 'ignore' }
  }
  const { marketplace, source, receivedAt } = event
  if (source === undefined) {
    return { entry, reading: { type: meaning, items: event.items } }
  }
  const isNameless = event.items.every((item) => item.fingerprint !== null)
  const identity = () => (isNameless ? null : event.id)
  const again = understand(format, event.body, {
    marketplace,
    source,
    receivedAt,
    identity,
    chosen: () => meaning,
  })
  // A body too long for its message was cut, and cannot be read again.
  const isSame = again.event.type !== null && again.event.customer?.email === event.customer?.email
  return { entry, reading: { type: meaning, items: isSame ? again.event.items : event.items } }
}

function findFormat(event: MarketEvent): Format | null {
  const name = formatOf(sourceOf(event))
  return name === null ? null : HOOK_ROUTES.findFormat(name)
}

/** Takes the choice back: later posts with the word are not understood again. */
export async function forgetWord(
  env: Pick<Bindings, 'DB' | 'COPIES'>,
  author: Author,
  { format, word }: Pick<ChosenWord, 'format' | 'word'>,
): Promise<CommandResult<'no meaning' | 'no admin'>> {
  const { marketplace } = author
  const db = drizzle(env.DB)
  const known = sql`EXISTS (SELECT 1 FROM ${words} WHERE ${isWord(marketplace, format, word)})`
  const before = await findMeaning(env, marketplace, format, word)
  const deed = {
    did: 'took back the meaning of',
    what: `the word “${word}”`,
    link: WORDS_LINK,
    changes: [{ field: 'Meaning', from: describeMeaning(before), to: describeMeaning(null) }],
  }
  const own = isWord(marketplace, format, word)
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, deed, known),
    db.delete(words).where(own).returning({ word: words.word }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, forgotten] = written
  await dropCopies(env, db, marketplace)
  return forgotten.length > 0 ? { ok: true } : refuse('no meaning')
}
