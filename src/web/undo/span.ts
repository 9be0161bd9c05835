/** A span of time as a form has it, in a person's own zone. */
import type { SpanTyped } from '../../../views/undo/span-form'
import { findWrongSpan, SPAN_PROBLEMS } from '../../journal/undo/undo-span'
import { hourOfDay, momentOf } from '../../model/time-zone'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTES_AN_HOUR = 60

interface TimeSpan {
  /** Epoch ms. */
  from: number
  /** Exclusive. */
  until: number
}

/** Null where nothing can be shown for it. What is not a time counts as no limit, as in an old bookmark. */
export function readSpan(
  { from = '', until = '' }: Record<string, string | undefined>,
  { zone, now }: { zone: string; now: number },
): { typed: SpanTyped; span: TimeSpan | null } {
  const [typedFirst, last] = [from, until].map((text) => toMoment(text, zone))
  const first = typedFirst && firstOf(typedFirst, zone)
  const span = { from: first ?? 0, until: last ?? now }
  const wrong = findWrongSpan(span, now)
  return {
    typed: {
      from: first === null ? '' : from,
      until: last === null ? '' : until,
      problem: wrong && SPAN_PROBLEMS[wrong],
    },
    span: wrong === null ? span : null,
  }
}

/** The span that a preview showed, as its form sends it back. */
export function readShownSpan({ from = '', until = '' }: Record<string, string>): TimeSpan {
  return { from: toWhole(from), until: toWhole(until) }
}

function toWhole(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

function toMoment(text: string, zone: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0))
  if (parts === undefined) {
    return null
  }
  const [year = 0, month = 1, date = 1, hour = 0, minute = 0] = parts
  const day = Date.UTC(year, month - 1, date) / DAY_MS
  return Number.isFinite(day) ? momentOf(day, hour + minute / MINUTES_AN_HOUR, zone) : null
}

/** When daylight saving ends an hour comes twice. `momentOf` gives the second; a span that begins there takes in both. */
function firstOf(moment: number, zone: string): number {
  const before = moment - HOUR_MS
  return hourOfDay(before, zone) === hourOfDay(moment, zone) ? before : moment
}
