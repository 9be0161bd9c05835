import * as z from 'zod'
import type { Connection } from '../../model/connection'

export const DEFAULT_PACE = 10

export const settingsSchema = z.object({
  url: z.string().min(1),
  postsPerSecond: z.int().min(1),
})

export type NotifyUrlSettings = z.infer<typeof settingsSchema>

/** How to reach the receiver. The secret stays sealed until a post is signed. */
export interface ReceiverAccess extends NotifyUrlSettings {
  id: string
  marketplace: string
  sealedCredential: string
}

export function toReceiverAccess({ id, marketplace, sealedCredential, settings }: Connection): ReceiverAccess {
  const { url, postsPerSecond } = settingsSchema.parse(settings)
  return { id, marketplace, sealedCredential, url, postsPerSecond }
}
