/** What a channel for alerts declares. Choosing causes, quiet hours, retries and records are shared. */
import type { Mailer } from '../../accounts/mailer-settings'
import type { ParsedAddress } from '../../integrations/signed-post/address'
import type { PostPorts } from '../../integrations/signed-post/sender'
import type { AlertMessage } from '../../model/alert'
import type { Wording } from './words'

export interface ChannelKind {
  /** As rows spell it; never changed. */
  id: string
  title: string
  /** One sentence beside the title, for someone who chooses. */
  purpose: string
  /** The one thing that is typed. */
  field: { label: string; hint: string; placeholder: string; inputmode: 'url' | 'email' }
  /** Whether this deployment can send there. */
  isOffered(parts: Pick<ChannelParts, 'mailer'>): boolean
  parse(typed: string, parts: Pick<ChannelParts, 'sender'>): ParsedAddress
  /** What people may see of it: a host where the rest may be a token. */
  show(address: string): string
  /** Posts are signed with a secret made here. */
  isSigned?: true
  /** Its address is a person's. */
  mails?: true
  send(parts: ChannelParts, access: ChannelAccess, sent: Outgoing): Promise<ChannelAnswer>
}

export interface ChannelParts {
  sender: PostPorts
  mailer: Mailer
}

/** Opened for one message. */
export interface ChannelAccess {
  address: string
  /** As the sealed row holds it; null for a channel that signs nothing. */
  secret: string | null
}

interface Outgoing {
  message: AlertMessage
  words: Wording
  shop: { id: string; name: string }
}

/** `sentence`: what the other side answered, for people. `lasting`: trying again changes nothing until someone acts. */
export type ChannelAnswer = { sent: true; sentence: string } | { sent: false; sentence: string; lasting: boolean }
