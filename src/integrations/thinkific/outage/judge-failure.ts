/** What a failed call shows about its site. */
import type { Failure } from '../client/failure'

/** `down` counts toward opening the circuit, `up` closes it, `neither` leaves it as it is. */
export function judgeFailure(failure: Failure): 'up' | 'down' | 'neither' {
  switch (failure.kind) {
    case 'rate limited':
    case 'unsendable credential':
      return 'neither'
    // Ambiguous for the firing, but only a working Thinkific answers 409.
    case 'conflict':
      return 'up'
    default:
      return failure.class === 'temporary' || failure.class === 'ambiguous' ? 'down' : 'up'
  }
}
