/** A channel's address and signing secret as its row holds them: sealed, and bound to that row. */
import * as z from 'zod'
import { seal, unseal } from '../secrets/sealing'
import type { ChannelAccess } from './channel/channel'
import type { Channel } from './store'

const accessSchema = z.object({ address: z.string(), secret: z.string().nullable() })

type Row = Pick<Channel, 'marketplace' | 'id'>

export function sealAccess(keys: string, row: Row, access: ChannelAccess): Promise<string> {
  return seal(keys, contextOf(row), JSON.stringify(access))
}

/** Throws UnsealError. */
export async function openAccess(keys: string, row: Row & Pick<Channel, 'sealedAddress'>): Promise<ChannelAccess> {
  return accessSchema.parse(JSON.parse(await unseal(keys, contextOf(row), row.sealedAddress)))
}

/** Null if no key opens it. */
export function openStoredAccess(
  keys: string,
  row: Row & Pick<Channel, 'sealedAddress'>,
): Promise<ChannelAccess | null> {
  return openAccess(keys, row).catch(() => null)
}

function contextOf({ marketplace, id }: Row): string {
  return `alerts:${marketplace}:${id}`
}
