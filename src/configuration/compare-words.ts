/** Meanings chosen for senders' words, whatever their spelling. Pure. */

import { MOST_WORDS } from '../intake/word-choices'
import { type PlannedChange, toChange } from './change'
import type { ConfigurationFile, FileWord } from './format'
import type { PlanPart } from './plan'
import { chosenWordKey } from './references'
import type { Setup } from './setup'

export function compareWords(file: ConfigurationFile, here: Setup): PlanPart {
  const own = here.words.map(({ format, spelling, meaning }): FileWord => ({ format, word: spelling, meaning }))
  const changes = file.words.flatMap((word) => compareWord(word, own))
  const inFile = new Set(file.words.map(chosenWordKey))
  const added = changes.filter((change) => change.is === 'choose word' && change.from === null)
  const isTooMany = own.length + added.length > MOST_WORDS
  return {
    changes: isTooMany ? [] : changes,
    removals: own
      .filter((word) => !inFile.has(chosenWordKey(word)))
      .map((word) => toChange({ is: 'forget word', word })),
    leftOut: isTooMany ? [`The words: a marketplace can choose the meaning of ${MOST_WORDS} at most.`] : [],
    stays: [],
  }
}

function compareWord(word: FileWord, own: FileWord[]): PlannedChange[] {
  const before = own.find((one) => chosenWordKey(one) === chosenWordKey(word))
  return before?.meaning === word.meaning ? [] : [toChange({ is: 'choose word', word, from: before?.meaning ?? null })]
}
