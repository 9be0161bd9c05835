/** A site's object and its queue under a virtual clock: the pure decisions, wired as plainly as they can be. */
import {
  type CircuitState,
  nextProbeAt,
  permission,
  postponeProbe,
  recordFailure,
  recordSuccess,
} from '../../../../src/integrations/outage/circuit-breaker'
import { nextTry } from '../../../../src/integrations/outage/retry-ladder'
import { BackgroundSlots } from '../../../../src/integrations/thinkific/pace/background-slots'
import { applyBrake } from '../../../../src/integrations/thinkific/pace/brake'
import { nextSlotAt } from '../../../../src/integrations/thinkific/pace/call-window'
import { reserve } from '../../../../src/integrations/thinkific/pace/slot-plan'
import type { Caller } from './caller'
import type { Clock } from './clock'
import type { Firing } from './firing'
import type { Reply } from './thinkific'

/** The consumer has its answer within this; work under way goes on in the object. */
const ANSWER_MS = 3_000
/** A turn so near is waited for in the object. */
const PATIENCE_MS = 2_000
/** As the import's job does. */
const IMPORTED_AT_ONCE = 20
/** When a message comes back for the outcome of work under way. */
const COLLECT_MS = 5_000

export class World {
  firings: Firing[] = []
  clock: Clock
  probes = 0
  #caller: Caller
  #random: () => number
  #circuit: CircuitState | null = null
  #lane: Firing[] = []
  #backgroundLane: Firing[] = []
  #turns: BackgroundSlots
  #pumpAt = Number.POSITIVE_INFINITY

  constructor(clock: Clock, caller: Caller, random: () => number) {
    this.clock = clock
    this.#caller = caller
    this.#random = random
    this.#turns = new BackgroundSlots(caller)
  }

  /** An import: its orders run a few at a time, and it looks every second whether the next may. */
  import(orders: number, calls: number): void {
    const open = new Set<Firing>()
    let left = orders
    const look = () => {
      for (const firing of [...open].filter(({ state }) => state === 'done')) {
        open.delete(firing)
      }
      for (; left > 0 && open.size < IMPORTED_AT_ONCE; left -= 1) {
        open.add(this.order(this.clock.now, calls, 0, true))
      }
      if (open.size > 0) {
        this.clock.at(this.clock.now + 1_000, look)
      }
    }
    look()
  }

  order(at: number, calls: number, surprises = 0, isBackground = false): Firing {
    const firing: Firing = {
      calls: calls + surprises,
      surprises,
      retries: 0,
      rung: 0,
      promised: false,
      state: 'queued',
      doneAt: 0,
      background: isBackground ? String(this.firings.length) : null,
    }
    this.firings.push(firing)
    this.clock.at(at, () => this.#deliver(firing))
    return firing
  }

  /** The queue counts whole seconds and brings batches. */
  #comeBack(firing: Firing, at: number): void {
    firing.retries += 1
    const seconds = Math.max(0, Math.ceil((at - this.clock.now) / 1_000))
    this.clock.at(this.clock.now + seconds * 1_000 + this.#random() * 1_000, () => this.#deliver(firing))
  }

  #deliver(firing: Firing): void {
    if (firing.state === 'done') {
      return
    }
    const may = firing.state === 'waiting' ? { go: 'call' as const } : permission(this.#circuit, this.clock.now)
    if (may.go !== 'defer') {
      this.#admit(firing)
    } else if (may.parked) {
      firing.state = 'parked'
    } else {
      this.#reserve(firing, may.at)
    }
  }

  #admit(firing: Firing): void {
    const { now } = this.clock
    if (firing.background !== null) {
      const at = this.#turns.request(firing.background, firing.calls, now)
      if (at !== null) {
        this.#comeBack(firing, at)
        return
      }
      firing.state = 'waiting'
      this.#backgroundLane.push(firing)
      this.#pump()
    } else if (firing.state !== 'waiting') {
      const ahead = this.#lane.reduce((calls, other) => calls + other.calls, 0)
      if (!firing.promised || nextSlotAt(this.#caller.pace, now, ahead) > now + PATIENCE_MS) {
        if (this.#reserve(firing, now) > now + PATIENCE_MS) {
          return
        }
      }
      firing.state = 'waiting'
      this.#lane.push(firing)
      this.#pump()
    }
    this.clock.at(now + ANSWER_MS, () => {
      if (firing.state === 'waiting') {
        this.#comeBack(firing, this.clock.now + COLLECT_MS)
      }
    })
  }

  /** Answers the turn; the message is sent away unless that is near. */
  #reserve(firing: Firing, from: number): number {
    const { pace, at } = reserve(this.#caller.pace, from, Math.max(1, firing.calls - firing.surprises))
    this.#caller.pace = pace
    if (at > this.clock.now + PATIENCE_MS) {
      firing.promised = true
      this.#comeBack(firing, at)
    }
    return at
  }

  #pump(): void {
    for (;;) {
      const lane = this.#lane.length > 0 ? this.#lane : this.#backgroundLane
      const [next] = lane
      if (next === undefined) {
        return
      }
      const called = this.#caller.call(lane === this.#lane, (reply, sentAt) => {
        this.#heed(reply, sentAt, false)
        this.#settle(next, reply)
        this.#pump()
      })
      if (!called.made) {
        this.#pumpLater(called.at)
        return
      }
      lane.shift()
    }
  }

  #pumpLater(at: number | null): void {
    if (at !== null && at < this.#pumpAt) {
      this.#pumpAt = at
      this.clock.at(at, () => {
        this.#pumpAt = Number.POSITIVE_INFINITY
        this.#pump()
      })
    }
  }

  #settle(firing: Firing, reply: Reply): void {
    if (reply.is === 'fine') {
      firing.calls -= 1
      firing.rung = 0
    }
    if (firing.calls === 0) {
      firing.state = 'done'
      firing.doneAt = this.clock.now
    } else if (reply.is === 'fine') {
      ;(firing.background === null ? this.#lane : this.#backgroundLane).unshift(firing)
    } else {
      firing.state = 'queued'
      firing.promised = false
      const next = nextTry(firing.rung, this.clock.now, this.#random)
      firing.rung = reply.is === 'down' ? next.rung : firing.rung
      this.#comeBack(firing, reply.is === 'down' ? next.at : this.#reserve(firing, this.clock.now))
    }
  }

  #heed(reply: Reply, sentAt: number, probe: boolean): void {
    const { now } = this.clock
    if (reply.is === 'fine') {
      const { circuit, released } = recordSuccess(this.#circuit)
      this.#circuit = circuit
      if (released) {
        this.#release()
      }
    } else if (reply.is === 'too many') {
      this.#caller.pace = applyBrake(this.#caller.pace, now, reply.resetAt, sentAt)
      this.#circuit = postponeProbe(this.#circuit, reply.resetAt)
    } else {
      const was = nextProbeAt(this.#circuit)
      this.#circuit = recordFailure(this.#circuit, now, probe, this.#random)
      if (nextProbeAt(this.#circuit) !== was) {
        this.#probe()
      }
    }
  }

  /** The object's alarm. */
  #probe(): void {
    this.clock.at(nextProbeAt(this.#circuit) ?? 0, () => {
      const may = permission(this.#circuit, this.clock.now)
      if (may.go === 'probe') {
        this.#circuit = may.circuit
        this.probes += 1
        this.#caller.call(false, (reply, sentAt) => this.#heed(reply, sentAt, true))
      }
    })
  }

  #release(): void {
    for (const firing of this.firings.filter(({ state }) => state === 'parked')) {
      firing.state = 'queued'
      this.#deliver(firing)
    }
  }
}
