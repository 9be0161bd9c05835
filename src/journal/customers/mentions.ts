/** Where else an email stands written: posts nobody could read, and texts of others that name it. */

import { parseReceipt, type Receipt } from '../receipts/receipt'
import { receiptKey } from '../storage/keys'

/** What stands where somebody else's texts named them. */
const REDACTION = 'erased'
/** Columns whose texts came from outside. Keys are left alone: an id is what a repeat is recognized by. */
const COLUMNS: [table: string, column: string][] = [
  ...(['doc', 'prints'] as const).map((column): [string, string] => ['receipts', column]),
  ...(['words', 'line', 'attempts'] as const).map((column): [string, string] => ['log', column]),
  ...(['sentence', 'attempts'] as const).map((column): [string, string] => ['waiting', column]),
  ['facts', 'value'],
  ['outbox', 'message'],
]

/** Finds an email as comparable texts, JSON, forms and escapes write it, and never as the end of a longer one. */
interface Mention {
  /** Lower-case texts, one of which every mention holds. */
  needles: string[]
  pattern: RegExp
}

/** @param email as compared everywhere */
export function buildMention(email: string): Mention {
  const spellings = [email, encodeURIComponent(email), email.replace('@', '\\u0040'), email.replace('@', '&#64;')]
  // A body is a JSON text within a JSON text, where a backslash is written twice or four times.
  const written = spellings.flatMap((text) => [text, escapeJson(text), escapeJson(escapeJson(text))])
  const needles = [...new Set(written.map((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())))]
  const before = String.raw`(?<![\p{L}\p{N}._+-]|%)|(?<=%[0-9a-f]{2})|(?<=\\[nrt])`
  const after = String.raw`(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])`
  return { needles, pattern: new RegExp(`(?:${before})(?:${needles.map(escapeRegExp).join('|')})${after}`, 'giu') }
}

/** Receipts of events nobody could read a customer from, which say the email in their body. */
export function findUnreadMentions(sql: SqlStorage, { needles, pattern }: Mention): Receipt[] {
  const from = receiptKey('-', '')
  return [
    ...sql.exec<{ doc: string }>(
      `SELECT doc FROM receipts WHERE key >= ? AND key < '-/' AND ${sqlContains('doc', needles)}`,
      from,
      ...needles,
    ),
  ]
    .filter(({ doc }) => doc.search(pattern) >= 0)
    .map(({ doc }) => parseReceipt(doc))
}

/** Blots the email out of everything else that is kept. */
export function redactMentions(sql: SqlStorage, { needles, pattern }: Mention): void {
  for (const [table, column] of COLUMNS) {
    const found = sql.exec<{ text: string }>(
      `SELECT DISTINCT ${column} AS text FROM ${table} WHERE ${sqlContains(column, needles)}`,
      ...needles,
    )
    for (const { text } of found.toArray()) {
      const blotted = text.replace(pattern, REDACTION)
      if (blotted !== text) {
        sql.exec(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`, blotted, text)
      }
    }
  }
}

function sqlContains(column: string, needles: string[]): string {
  return `(${needles.map(() => `instr(lower(${column}), ?) > 0`).join(' OR ')})`
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
