/** Once no row needs an older key, it can be removed from SEALING_KEYS. */
import { seal, sealingKeyId, UnsealError, unseal } from './sealing'
import { parseSealingKeys } from './sealing-keys'

export interface SealedRow {
  id: string
  /** Context it was sealed with. */
  context: string
  sealed: string
}

export interface ResealResult {
  /** Write each only while the row still holds `before`, since a person may have saved another secret. */
  rows: { id: string; before: string; sealed: string }[]
  /** Rows already under the first key. */
  current: number
  /** Rows no key opens. */
  lost: { id: string; reason: string }[]
}

/** Reseals every row not under the first key; the caller writes them. Throws SealingKeysError. */
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
