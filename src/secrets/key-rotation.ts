/** Rotation: whatever an older key sealed is sealed again under the first one. The old key can go once nothing is left. */
import { seal, sealingKeyId, UnsealError, unseal } from './sealing'
import { parseSealingKeys } from './sealing-keys'

/** A sealed text and the row it belongs to. */
export interface SealedRow {
  id: string
  /** The context it was sealed with. */
  context: string
  sealed: string
}

export interface ResealResult {
  /** Rows to write, each only if it still holds `before`: a person may have saved another secret meanwhile. */
  rows: { id: string; before: string; sealed: string }[]
  /** Rows under the first key already. */
  current: number
  /** Ids of rows no key opens, with why. */
  lost: { id: string; reason: string }[]
}

/** Seals again what is not under the first key. Writes nothing itself. Throws SealingKeysError. */
export async function reseal(keys: string, rows: SealedRow[]): Promise<ResealResult> {
  const [first] = parseSealingKeys(keys)
  const resealed: ResealResult = { rows: [], current: 0, lost: [] }
  for (const { id, context, sealed } of rows) {
    try {
      if (sealingKeyId(sealed) === first.id) {
        resealed.current += 1
      } else {
        resealed.rows.push({
          id,
          before: sealed,
          sealed: await seal(keys, context, await unseal(keys, context, sealed)),
        })
      }
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error
      }
      resealed.lost.push({ id, reason: error.message })
    }
  }
  return resealed
}
