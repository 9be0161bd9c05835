/** A message in words: a subject, and lines that every channel draws in its own way. Pure. */
import type { AlertItem, AlertMessage, CauseKind } from '../../model/alert'

export interface Wording {
  /** The marketplace and the heading. */
  subject: string
  /** The marketplace. */
  from: string
  heading: string
  /** Under the subject, in one sentence. */
  lead: string
  figures: { label: string; count: number }[]
  items: WordedItem[]
  /** Null where all are listed. */
  more: string | null
  /** Where the marketplace's Overview is; null where this deployment's address is not known. */
  overview: string | null
  settings: string | null
}

export interface WordedItem {
  mark: 'new' | 'more' | 'over'
  tone: AlertItem['tone']
  title: string
  text: string
  href: string | null
}

/** @param origin `https://enroll.example.com`; empty if unknown */
export function wordMessage(message: AlertMessage, shop: { id: string; name: string }, origin: string): Wording {
  const base = origin === '' ? null : `${origin}/m/${encodeURIComponent(shop.id)}`
  const at = (link: string) => (base === null ? null : `${base}${link}`)
  const { items, more } = message.kind === 'test' ? NOTHING : message
  const heading = nameMessage(message)
  return {
    subject: `${shop.name}: ${heading}`,
    from: shop.name,
    heading,
    lead: leadOf(message),
    figures: message.kind === 'digest' ? message.figures : [],
    items: items.map((item) => wordItem(item, at)),
    more: sayMore(more),
    overview: at('/overview'),
    settings: at('/alerts'),
  }
}

/** Null where all are listed. */
export function sayMore(count: number): string | null {
  return count === 0 ? null : `And ${count} more. Overview has what is still open.`
}

const NOTHING = { items: [], more: 0 }
const GONE_FROM_LIST = 'No customer is affected now.'

/** What is true as a cause ends, whichever way it did: some end by repair, and some as their entries grow old. */
const ENDS: Record<CauseKind, string> = {
  credentials: 'The credentials are accepted again, or were removed.',
  parked: 'These entries are no longer parked.',
  failed: 'No failed entry of the last 90 days is still open.',
  unclear: 'No event of the last 90 days still needs a purchase chosen.',
  'not understood': 'No post of the last 90 days with this word is still open.',
  refused: 'No post refused in the last 24 hours is missing.',
  silence: 'An event arrived.',
  'lost sales': 'Every unreported sale is settled.',
  'paid without access': GONE_FROM_LIST,
  'access without payment': GONE_FROM_LIST,
  'plan left behind': GONE_FROM_LIST,
  rules: 'The rule, its target or the product changed, so this no longer applies.',
  'recommended rules': 'No recommended rule is missing.',
  'old secrets': 'The old secret was revoked or has expired.',
  storage: 'It takes less than 7 GB now, or the integration was removed.',
  alerts: 'The channel takes alerts again, or was switched off or deleted.',
}

function nameMessage(message: AlertMessage): string {
  switch (message.kind) {
    case 'test':
      return 'a test alert'
    case 'digest':
      return 'your week'
    case 'alert': {
      const [first] = message.items
      const count = message.items.length + message.more
      if (first !== undefined && count === 1) {
        return first.change === 'over' ? `over: ${first.title}` : first.title
      }
      const isOver = message.items.every(({ change }) => change === 'over')
      return isOver ? `${count} alerts are over` : `${count} alerts`
    }
  }
}

function leadOf(message: AlertMessage): string {
  switch (message.kind) {
    case 'test':
      return 'Alerts reach this channel. There is nothing to do.'
    case 'digest':
      return message.items.length === 0
        ? 'The last seven days. Nothing needs you.'
        : 'The last seven days, and what needs you.'
    case 'alert':
      return message.items.every(({ change }) => change === 'over') ? 'There is nothing to do.' : 'Something needs you.'
  }
}

function wordItem(
  { kind, change, tone, title, text, link }: AlertItem,
  at: (link: string) => string | null,
): WordedItem {
  const mark = change === 'opened' ? 'new' : change === 'grew' ? 'more' : 'over'
  return { mark, tone, title, text: change === 'over' ? ENDS[kind] : text, href: at(link) }
}

/** As plain text, which e-mail carries beside HTML. */
export function toPlainText({ subject, lead, figures, items, more, overview, settings }: Wording): string {
  const lines = [
    ...[subject, '', lead, ''],
    ...figures.map(({ label, count }) => `${count} ${label}`),
    ...(figures.length > 0 ? [''] : []),
    ...items.flatMap(({ mark, title, text, href }) => [
      mark === 'over' ? `Over: ${title}` : `* ${title}`,
      `  ${text}`,
      ...(href === null ? [] : [`  ${href}`]),
      '',
    ]),
    ...(more === null ? [] : [more, '']),
    ...(overview === null ? [] : [`Overview: ${overview}`]),
    ...(settings === null ? [] : [`Choose what you are alerted to: ${settings}`]),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
