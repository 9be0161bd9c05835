/** Sends e-mail, where the deployment can. */
import type { Env } from '../env'
import type { Mailer } from './mailer-settings'
import { counterKey, type Limit, takeAttempt } from './throttle'

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
