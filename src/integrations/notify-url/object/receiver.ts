/** What is known of a receiver, and how an answer of it changes that. */
import {
  type CircuitState,
  type Permission,
  permission,
  postponeProbe,
  recordFailure,
  recordSuccess,
} from '../../outage/circuit-breaker'
import type { PostPorts } from '../../signed-post/sender'
import type { PostVerdict } from '../client/verdict'
import { PostPace } from '../pace'
import type { ReceiverAccess } from '../settings'
import type { ReceiverFault, ReceiverStorage } from './storage'

export interface ReceiverPorts extends PostPorts {
  random: () => number
  /** The integration as it is saved now; null once it is gone. */
  load(integration: { id: string; marketplace: string }): Promise<(ReceiverAccess & { name: string }) | null>
  reportProblem(access: ReceiverAccess, problem: string | null): Promise<void>
  releaseParked(integration: { id: string; marketplace: string }): Promise<void>
}

export class Receiver {
  readonly storage: ReceiverStorage
  readonly ports: ReceiverPorts
  readonly pace = new PostPace()
  /** Changes with each save and with the deletion. A post that waited here meanwhile carries outdated settings. */
  version = 0

  constructor(storage: ReceiverStorage, ports: ReceiverPorts) {
    this.storage = storage
    this.ports = ports
  }

  get circuit(): CircuitState | null {
    return this.storage.read('circuit')
  }

  get fault(): ReceiverFault | null {
    return this.storage.read('fault')
  }

  /** Epoch ms; 0 while it takes posts. */
  get pausedUntil(): number {
    return this.storage.read('pause') ?? 0
  }

  permission(now: number): Permission {
    const may = permission(this.circuit, now)
    if (may.go === 'probe') {
      this.storage.save('circuit', may.circuit)
    }
    return may
  }

  /** @param probe the one that was let through while the circuit was open */
  recordVerdict(verdict: PostVerdict, probe: boolean, now: number): void {
    if (verdict.is === 'paused') {
      this.storage.save('pause', verdict.until)
      this.storage.save('circuit', postponeProbe(this.circuit, verdict.until))
    } else if (verdict.is === 'temporary' && verdict.down) {
      this.storage.save('circuit', recordFailure(this.circuit, now, probe, this.ports.random))
    } else {
      const { released } = recordSuccess(this.circuit)
      this.storage.save('circuit', null)
      if (released) {
        this.storage.save('release', true)
      }
    }
  }

  recordFault(sentence: string): void {
    this.storage.save('fault', { sentence, reported: false })
  }

  startOver(integration: { id: string; marketplace: string }): void {
    this.version += 1
    this.storage.save('integration', integration)
    for (const name of ['fault', 'circuit', 'pause'] as const) {
      this.storage.save(name, null)
    }
    this.storage.save('release', true)
  }

  forget(): void {
    this.version += 1
    this.storage.clear()
  }
}
