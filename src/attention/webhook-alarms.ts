/** Alarms about words without a meaning, and secrets that are about to end. */
import type { Alarm } from './alarm'
import { formatSpan } from './span'

const NAMED = 3

export function alarmOfWord({ word, count }: { word: string; count: number }): Alarm {
  return {
    tone: 'wait',
    title: `“${word}” is not understood`,
    text: `${count === 1 ? 'One post says' : `${count} posts say`} it and changed nothing. Choose what it means.`,
    fix: 'Treat as…',
  }
}

export function alarmOfWords(words: { word: string }[]): Alarm {
  return {
    tone: 'wait',
    title: `${words.length} more ${words.length === 1 ? 'word is' : 'words are'} not understood`,
    text: words
      .map(({ word }) => `“${word}”`)
      .slice(0, NAMED)
      .join(', '),
    fix: 'See them',
  }
}

export function alarmOfOldSecret(secret: string, left: number): Alarm {
  return {
    tone: 'wait',
    title: `An old ${secret} ends in ${formatSpan(left)}`,
    text: 'Posts that still use it will then be refused. Give your senders the new one; revoke the old one when they have it.',
    fix: 'Secrets',
  }
}
