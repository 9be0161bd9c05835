import type { NotUnderstoodWord } from '../journal/queries'
import { normalizeWord } from './formats/common-words'

/** Merges spellings of one word in one format under the newest. @param words newest first */
export function groupSpellings(words: NotUnderstoodWord[]): NotUnderstoodWord[] {
  const groups = Map.groupBy(words, wordKey)
  return [...groups.values()].flatMap((same) =>
    same.slice(0, 1).map((newest) => ({
      ...newest,
      count: same.reduce((sum, { count }) => sum + count, 0),
      treatable: same.reduce((sum, { treatable }) => sum + treatable, 0),
    })),
  )
}

/** The same for all spellings of a word in one format. */
export function wordKey({ word, format }: Pick<NotUnderstoodWord, 'word' | 'format'>): string {
  return `${format} ${normalizeWord(word)}`
}
