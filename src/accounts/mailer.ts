/** E-mail, where the deployment can send it. Without, admins hand links over. */
import type { Env } from '../env'
import { counterKey, type Limit, takeAttempt } from './throttle'

export type Mailer = Pick<Env, 'MAILER' | 'MAIL_FROM'>

export function hasMailer({ MAILER, MAIL_FROM }: Mailer): boolean {
  return Boolean(MAILER && MAIL_FROM)
}

/** Of one kind to one address; those that were sent before still work. */
const MAILS: Limit = { most: 5, windowS: 3600 }

/** Whether one more of a kind may go to this address. */
export async function mayMail(env: Pick<Env, 'DB' | 'AUTH_SECRET'>, kind: string, email: string): Promise<boolean> {
  const key = `mail ${await counterKey(env, `${kind} ${email}`)}`
  return (await takeAttempt(env.DB, key, MAILS, Date.now())) === 0
}

/** Does nothing without a mailer. */
export async function sendMail(
  { MAILER, MAIL_FROM }: Mailer,
  mail: { to: string; subject: string; text: string },
): Promise<void> {
  if (MAILER && MAIL_FROM) {
    await MAILER.send({ from: MAIL_FROM, ...mail })
  }
}
