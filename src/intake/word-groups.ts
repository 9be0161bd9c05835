import type { NotUnderstoodWord } from '../journal/queries'
import { normalizeWord } from './formats/words'

/** Merges spellings of one word under the newest. @param words newest first */
export function groupSpellings(words: NotUnderstoodWord[]): NotUnderstoodWord[] {
  const groups = Map.groupBy(words, ({ word }) => normalizeWord(word))
  return [...groups.values()].flatMap(([newest, ...others]) =>
    newest === undefined ? [] : [{ ...newest, count: others.reduce((sum, { count }) => sum + count, newest.count) }],
  )
}
