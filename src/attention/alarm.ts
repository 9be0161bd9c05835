/** What needs a person, as data. Overview, /status and alerts render the same list. */
import type { CauseKind } from '../model/alert'

/** In words. */
export interface Alarm {
  /** `bad`: customers are not served until it is fixed. */
  tone: 'bad' | 'wait'
  title: string
  text: string
  /** The one action to take, as its button says. */
  fix: string
}

export interface Cause extends Alarm {
  /** The same while it lasts, and no other's. */
  key: string
  kind: CauseKind
  /** How many entries, customers or rules it is about. */
  count: number
  /** Epoch ms; null where that is not known. */
  since: number | null
  /** Where the fix is, below the marketplace's address. */
  link: string
  /** Where one click is the fix: what its button posts, and where to. */
  post?: { to: string; values: Record<string, string> }
  /** For where no customer may be named. The title is the same. */
  plain?: Pick<Alarm, 'title' | 'text'>
  /** How much of it there was today, for what is alerted again as it grows. */
  today?: number
  forAdmins?: true
}

/** @param of names it among others of its kind; empty for a kind with one */
export function toCause(
  kind: CauseKind,
  of: string,
  alarm: Alarm,
  link: string,
  {
    count = 1,
    since = null,
    plain,
    today,
    forAdmins,
    post,
  }: Partial<Omit<Cause, keyof Alarm | 'kind' | 'key' | 'link'>> = {},
): Cause {
  const { tone, title, text, fix } = alarm
  const key = of === '' ? kind : `${kind} ${of}`
  const cause: Cause = { key, kind, tone, title, text, fix, count, since, link }
  return {
    ...cause,
    ...(plain && { plain }),
    ...(today !== undefined && { today }),
    ...(forAdmins && { forAdmins }),
    ...(post && { post }),
  }
}
