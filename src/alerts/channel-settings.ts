/** What a person chooses of a channel, beside its address. Pure. */
import type { CauseKind } from '../model/alert'
import type { DigestTime, QuietHours } from './schedule'

export interface ChannelSettings {
  name: string
  causes: CauseKind[]
  quiet: QuietHours | null
  digest: DigestTime | null
  on: boolean
}

export function toColumns({ name, causes, quiet, digest, on }: ChannelSettings) {
  return {
    name,
    causes,
    on,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    digestWeekday: digest?.weekday ?? null,
    digestHour: digest?.hour ?? null,
  }
}
