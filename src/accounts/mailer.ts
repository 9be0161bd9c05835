import { eq } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { throttles } from '../db/accounts-schema'
import type { Env } from '../env'
import type { Mailer } from './mailer-settings'
import { counterKey, type Limit, takeAttempt } from './throttle'

/** Mails of one kind to one address. Links that were sent before still work. */
const MAILS: Limit = { most: 5, windowS: 3600 }

/** Whether one more of a kind may go to this address. */
export async function mayMail(env: Pick<Env, 'DB' | 'AUTH_SECRET'>, kind: MailKind, email: string): Promise<boolean> {
  return (await takeAttempt(env.DB, await mailKey(env, kind, email), MAILS, Date.now())) === 0
}

/** For when the links mailed so far no longer work. */
export function forgetMails(db: DrizzleD1Database, key: string) {
  return db.delete(throttles).where(eq(throttles.key, key))
}

type MailKind = 'reset' | 'invitation' | 'sign-up'

export async function mailKey(env: Pick<Env, 'AUTH_SECRET'>, kind: MailKind, email: string): Promise<string> {
  return `mail ${await counterKey(env, `${kind} ${email}`)}`
}

/** Does nothing without a mailer. */
export async function sendMail(
  { MAILER, MAIL_FROM }: Mailer,
  mail: { to: string; subject: string; text: string; html?: string; headers?: Record<string, string> },
): Promise<void> {
  if (MAILER && MAIL_FROM) {
    await MAILER.send({ from: MAIL_FROM, ...mail })
  }
}
