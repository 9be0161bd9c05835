/** What an assistant passes on to a person: sentences, with links to the pages. */

import { isTrigger, labelTrigger } from '../../../model/trigger'
import type { ApiCall } from '../../contract/call'
import type { EntryRow } from './ask'

/** @param path below the marketplace's own */
export function pageLink({ origin, marketplace }: ApiCall, path: string): string {
  return `${origin}/m/${marketplace.id}${path}`
}

export function customerLink(call: ApiCall, email: string): string {
  return pageLink(call, `/customers/${encodeURIComponent(email)}`)
}

/** `2026-11-20 10:15 UTC` */
export function sayTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`
}

export function sayPerson({ email, name }: { email: string; name: string | null }): string {
  return name === null || name === '' ? email : `${name} (${email})`
}

/** When, what was reported, and what came of it. */
export function sayEntry(call: ApiCall, entry: EntryRow): string {
  const { id, happened_at, customer, product, order, rule, outcome, sentence, resolved, test } = entry
  const about = [
    sayTrigger(entry),
    product && `“${product.name ?? product.id}”`,
    order && `order ${order}`,
    customer && sayPerson(customer),
    rule && `rule “${rule.name}”`,
    test && 'a test order',
  ]
  const closed = resolved === null ? '' : ` It was ${resolved.how}.`
  return `${sayTime(happened_at)}: ${about.filter(Boolean).join(', ')}. Outcome: ${outcome}. ${sentence}${sayWait(entry)}${closed} Entry ${id}, ${pageLink(call, `/logs/${encodeURIComponent(id)}`)}`
}

function sayTrigger({ trigger, type }: Pick<EntryRow, 'trigger' | 'type'>): string {
  return trigger !== null && isTrigger(trigger) ? labelTrigger(trigger) : type
}

export function toLines(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** Its sentence has the reason. */
function sayWait({ waiting }: EntryRow): string {
  if (waiting === null) {
    return ''
  }
  return waiting.parked ? ' It runs once what keeps it back is fixed.' : ` Next attempt: ${sayTime(waiting.at)}.`
}
