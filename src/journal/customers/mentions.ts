/** Finds an email outside the customer's own receipts: in unreadable posts and in other customers' texts. */

import { receiptKey } from '../storage/keys'

const REDACTION = 'erased'
/** Columns that hold text from outside. Keys stay, since repeats are recognized by id. */
const COLUMNS: [table: string, column: string][] = [
  ...(['doc', 'prints'] as const).map((column): [string, string] => ['receipts', column]),
  ...(['words', 'line', 'attempts'] as const).map((column): [string, string] => ['log', column]),
  ...(['sentence', 'attempts'] as const).map((column): [string, string] => ['waiting', column]),
  ['customer_notes', 'text'],
  ['facts', 'value'],
  ['import_orders', 'doc'],
  ['lost_sales', 'doc'],
  ['outbox', 'message'],
]

/** Matches an email in plain, JSON, form and escaped text, but never as the end of a longer address. */
interface Mention {
  /** Lower case; every match contains one of them. */
  needles: string[]
  pattern: RegExp
}

/** @param email normalized */
export function buildMention(email: string): Mention {
  const spellings = [email, encodeURIComponent(email), email.replace('@', '\\u0040'), email.replace('@', '&#64;')]
  // A body is JSON inside JSON, where a backslash is doubled or quadrupled.
  const written = spellings.flatMap((text) => [text, escapeJson(text), escapeJson(escapeJson(text))])
  const needles = [...new Set(written.map((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())))]
  const before = String.raw`(?<![\p{L}\p{N}._+-]|%)|(?<=%[0-9a-f]{2})|(?<=\\[nrt])`
  const after = String.raw`(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])`
  return { needles, pattern: new RegExp(`(?:${before})(?:${needles.map(escapeRegExp).join('|')})${after}`, 'giu') }
}

/** Keys of receipts without a readable customer that contain the email in their body. */
export function findUnreadMentions(sql: SqlStorage, { needles, pattern }: Mention): string[] {
  const from = receiptKey('-', '')
  const found: string[] = []
  for (const { key, doc } of sql.exec<{ key: string; doc: string }>(
    `SELECT key, doc FROM receipts WHERE key >= ? AND key < '-/' AND ${sqlContains('doc', needles)}`,
    from,
    ...needles,
  )) {
    if (doc.search(pattern) >= 0) {
      found.push(key)
    }
  }
  return found
}

/** Replaces the email in everything else that is stored. */
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
