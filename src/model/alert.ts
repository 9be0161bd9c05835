/** Alerts: what they are about, and what a marketplace's journal keeps of them. Times are epoch ms. */

/** As stored; never changed. */
export const CAUSE_KINDS = [
  'credentials',
  'parked',
  'failed',
  'unclear',
  'not understood',
  'refused',
  'silence',
  'lost sales',
  'paid without access',
  'access without payment',
  'plan left behind',
  'rules',
  'recommended rules',
  'old secrets',
  'storage',
  'alerts',
] as const

export type CauseKind = (typeof CAUSE_KINDS)[number]

/** A cause as an alert words it: never with a customer's name, since it leaves for elsewhere. */
export interface CauseLine {
  kind: CauseKind
  tone: 'bad' | 'wait'
  title: string
  text: string
  /** Below the marketplace's address: `/integrations/abc`. */
  link: string
}

export interface OpenCause extends CauseLine {
  /** The same while it lasts: `credentials abc`. */
  key: string
  since: number
  /** Null while it is there. */
  missingSince: number | null
  level: CauseLevel
}

/** Of a cause that is alerted again as it grows: the threshold it reached, on which day. */
export interface CauseLevel {
  day: string
  reached: number
}

export interface AlertItem extends CauseLine {
  key: string
  change: 'opened' | 'grew' | 'over'
  since: number
}

/** What a channel carries. The id is the same for each attempt. */
export type AlertMessage = { id: string; at: number } & (
  | { kind: 'alert'; items: AlertItem[]; more: number }
  | { kind: 'digest'; figures: DigestFigure[]; items: AlertItem[]; more: number }
  | { kind: 'test' }
)

export interface DigestFigure {
  label: string
  count: number
}

/** What one channel was sent, and what it is still to be sent. */
export interface ChannelRecord {
  name: string
  /** By key, so that each is said once, and its end in the same words. */
  announced: Record<string, CauseLine & { since: number; level: CauseLevel }>
  /** How many of a kind were counted without being listed, so that none is counted twice. */
  counted?: AlertState['beyond']
  outbox: AlertMessage[]
  failure: ChannelFailure | null
  /** When its last digest was due. */
  digestedAt: number
}

interface ChannelFailure {
  since: number
  sentence: string
  /** In a row. */
  count: number
  retryAt: number
  /** Retrying will not help; a person has to act. */
  lasting: boolean
}

export interface AlertState {
  marketplace: string
  open: OpenCause[]
  /** How many more there are of a kind than are kept. */
  beyond: Partial<Record<CauseKind, number>>
}

/** Without the full stop that a signed text is joined by. */
export function newAlertId(): string {
  return `alert_${crypto.randomUUID()}`
}
