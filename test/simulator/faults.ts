import type { Call } from './calls.ts'

/** Kinds whose answer comes from Thinkific itself: after the credentials and the rate were checked. */
const OF_THE_APP = [
  '500',
  '401',
  '403 plan',
  '404',
  '422 object',
  '422 array',
  '422 field names',
  '429 empty',
  '429 json',
  '429 html',
  '200 html',
  '200 empty',
  'truncated json',
  'slow',
] as const

/** Kinds that happen on the way: on the wire or at Cloudflare. */
const ON_THE_WAY = ['no answer', 'connection lost', '403 waf', '502 html', '520', '521', '522', '523', '524'] as const

export const FAULT_KINDS = [...ON_THE_WAY, ...OF_THE_APP]
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Kinds whose request takes effect unless the fault says otherwise. */
const AFTER_THE_EFFECT: FaultKind[] = ['truncated json', '200 empty', 'slow']

export type Fault = {
  id: string
  /** Which calls it meets. */
  match: (call: Call) => boolean
  /** How many more calls it meets. */
  times: number
  kind: FaultKind
  /** Whether the request takes effect before its answer is spoiled. */
  effect: boolean
  /** How late a `slow` answer is. */
  ms: number
  /** In words, for people. */
  about: string
}

export type NewFault = Pick<Fault, 'kind'> & Partial<Fault>

const SLOW_MILLISECONDS = 1_000

/** The faults in force, the earliest added first. */
export class Faults {
  readonly list: Fault[] = []
  #made = 0

  /** Adds a fault: without `match` it meets every call, without `times` one call. Returns its id. */
  add(fault: NewFault): string {
    this.#made += 1
    const id = fault.id ?? `fault-${this.#made}`
    this.list.push({
      match: () => true,
      times: 1,
      effect: AFTER_THE_EFFECT.includes(fault.kind),
      ms: SLOW_MILLISECONDS,
      about: 'chosen calls',
      ...fault,
      id,
    })
    return id
  }

  /** Every call fails (of one site, or of all) until `endOutage`. */
  startOutage(site?: string, kind: FaultKind = '522'): void {
    this.endOutage(site)
    const match = (call: Call) => site === undefined || call.site === site
    const about = site ? `outage of ${site}` : 'outage of all sites'
    this.add({ id: outageId(site), match, times: Number.POSITIVE_INFINITY, kind, about })
  }

  endOutage(site?: string): void {
    this.remove(outageId(site))
  }

  remove(id: string): void {
    const at = this.list.findIndex((fault) => fault.id === id)
    if (at >= 0) {
      this.list.splice(at, 1)
    }
  }

  clear(): void {
    this.list.length = 0
  }

  /** The fault this call meets, used up by one; null when it meets none. */
  take(call: Call): Fault | null {
    const fault = this.list.find((candidate) => candidate.match(call))
    if (!fault) {
      return null
    }
    fault.times -= 1
    if (fault.times <= 0) {
      this.remove(fault.id)
    }
    return fault
  }
}

/** Whether a fault stops the request before Thinkific sees it. */
export function stopsOnTheWay(fault: Fault): boolean {
  return !fault.effect && (ON_THE_WAY as readonly string[]).includes(fault.kind)
}

function outageId(site: string | undefined): string {
  return `outage:${site ?? '*'}`
}
