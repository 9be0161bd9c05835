/** Who would lose or regain what by an undo, by the very steps that would carry it out. */
import type { Env } from '../env'
import type { FoundUndo, UndoExtent } from '../journal/queries'
import { listReachableSites } from '../journal/undo/reachable-sites'
import { instructionOf } from '../model/instruction'
import type { Outcome } from '../model/outcome'
import { loadSettings } from './batch-settings'
import { createForeseeingPorts, foreseeFirings } from './foresee'

export interface UndoneCustomer {
  email: string
  /** Of theirs, how many entries are undone. */
  entries: number
  /** At each site: what the undo's own entry would say. */
  changes: { action: string; outcome: Outcome; sentence: string }[]
}

export interface UndoPreview {
  customers: number
  /** There are more than were counted. */
  more: boolean
  entries: number
  waiting: number
  /** Posted to an address. */
  sent: number
  unreachable: number
  page: number
  pages: number
  lines: UndoneCustomer[]
}

/** Answers of the journal for one page: 400,000 receipts. */
const MOST_ANSWERS = 10
/** Customers on a page, each asked for at their site. */
const CUSTOMERS_A_PAGE = 100
/** Asked of the site at once. */
const FORESEEN_AT_ONCE = 20

/** A site that does not answer decides when it runs. */
const UNKNOWN = { outcome: 'waiting', sentence: 'The site did not answer; it decides when this runs.' } as const

/** @param page counted from 1; one that is not there shows the last */
export async function previewUndo(
  env: Env,
  marketplace: string,
  extent: UndoExtent,
  page: number,
): Promise<UndoPreview> {
  const { found, more } = await findAll(env, marketplace, extent)
  const affected = found.filter(({ due }) => due.length > 0)
  const pages = Math.max(1, Math.ceil(affected.length / CUSTOMERS_A_PAGE))
  const shown = Math.min(Math.max(1, page), pages)
  const own = affected.slice((shown - 1) * CUSTOMERS_A_PAGE, shown * CUSTOMERS_A_PAGE)
  const sum = (of: (one: FoundUndo) => number) => found.reduce((total, one) => total + of(one), 0)
  return {
    customers: affected.length,
    more,
    entries: sum(({ entries }) => entries),
    waiting: sum(({ waiting }) => waiting),
    sent: sum(({ sent }) => sent),
    unreachable: sum(({ unreachable }) => unreachable),
    page: shown,
    pages,
    lines: await foreseeAll(env, marketplace, own),
  }
}

async function findAll(
  env: Env,
  marketplace: string,
  extent: UndoExtent,
): Promise<{ found: FoundUndo[]; more: boolean }> {
  const asked = { marketplace, extent, sites: await listReachableSites(env.DB, marketplace) }
  const found = new Map<string, FoundUndo>()
  let next: string | null = ''
  for (let answer = 0; next !== null && answer < MOST_ANSWERS; answer += 1) {
    const page: { customers: unknown; next: string | null } = await env.JOURNAL.getByName(marketplace).findUndo(
      asked,
      next,
    )
    for (const one of page.customers as FoundUndo[]) {
      found.set(one.customer, one)
    }
    next = page.next
  }
  return { found: [...found.values()], more: next !== null }
}

async function foreseeAll(env: Env, marketplace: string, found: FoundUndo[]): Promise<UndoneCustomer[]> {
  if (found.length === 0) {
    return []
  }
  const settings = await loadSettings(env.DB, [], [marketplace])
  const ports = createForeseeingPorts(env)
  const lines: UndoneCustomer[] = []
  for (let at = 0; at < found.length; at += FORESEEN_AT_ONCE) {
    const some = found.slice(at, at + FORESEEN_AT_ONCE).map(async ({ due, entries }): Promise<UndoneCustomer> => {
      const foreseen = await foreseeFirings(due, settings, ports).catch(() => null)
      return {
        email: due[0]?.event.customer?.email ?? '',
        entries,
        changes: due.map(({ firing }) => {
          const known = foreseen?.firings.find((one) => one.firing.id === firing.id) ?? UNKNOWN
          const { action } = instructionOf(firing)
          return { action, outcome: known.outcome, sentence: known.sentence }
        }),
      }
    })
    lines.push(...(await Promise.all(some)))
  }
  return lines.toSorted((one, other) => rank(one) - rank(other))
}

/** Those who lose or regain something first. */
function rank({ changes }: UndoneCustomer): number {
  const places = changes.map(({ outcome }) => FIRST.indexOf(outcome)).filter((place) => place >= 0)
  return Math.min(FIRST.length, ...places)
}

const FIRST: readonly Outcome[] = ['expired', 'enrolled', 'renewed', 'waiting']
