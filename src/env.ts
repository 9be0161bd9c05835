/** Bindings, variables and secrets of wrangler.toml. */

import type { ReceiverApi } from './integrations/notify-url/object/receiver-api'
import type { SiteApi } from './integrations/thinkific/object/site-api'
import type { JournalApi } from './journal/journal-api'
import type { QueueMessage } from './model/message'

export interface Env {
  DB: D1Database
  COPIES: KVNamespace
  EVENTS: Queue<QueueMessage>
  JOURNAL: DurableObjectNamespace<JournalApi>
  THINKIFIC_SITE: DurableObjectNamespace<SiteApi>
  NOTIFY_URL_RECEIVER: DurableObjectNamespace<ReceiverApi>
  ASSETS: Fetcher
  THINKIFIC_API_URL: string
  SAMCART_API_URL: string
  SIGN_UP: 'invitation' | 'open'
  /** Signs sessions. */
  AUTH_SECRET: string
  /** `kid:base64` pairs separated by spaces; the first seals, all of them open. */
  SEALING_KEYS: string
  SETUP_TOKEN: string
  STATUS_TOKEN: string
  /** `1` where `npm start` runs it: Notify URLs may then be http on loopback. */
  LOCAL?: string
  /** `https://enroll.example.com`: what the links begin with that are handed over or mailed. */
  PUBLIC_URL?: string
  /** How long receipts are kept, in days; 90 without it. */
  RETENTION_DAYS?: string
  /** Where the objects' data stays, as the first deploy chose; without it, where they are first asked for. */
  JURISDICTION?: DurableObjectJurisdiction
  /** `mailto:security@example.com`, or an https address: whom /.well-known/security.txt names. */
  SECURITY_CONTACT?: string
  /** Opens the door for `npm run restore`; without it there is none. */
  RESTORE_TOKEN?: string
  /** The commit that was deployed. */
  COMMIT?: string
  /** Cloudflare's e-mail binding and its sender address (docs/operator.md). Without both, admins hand links over. */
  MAILER?: SendEmail
  MAIL_FROM?: string
}
