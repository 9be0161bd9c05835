/** Signing up where there is a mailer: the address proves itself before an account is made. */
import { drizzle } from 'drizzle-orm/d1'
import { verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { randomId, SECRET_ID } from './ids'
import { mayMail, sendMail } from './mailer'
import { findPersonByEmail } from './reset-links'
import { digestSignUpToken, SIGN_UP_LINK_MS } from './sign-up-links'

/** Mails a link that makes an account; who has one already is mailed that instead. */
export async function mailSignUpLink(env: Env, email: string, origin: string): Promise<void> {
  if (!(await mayMail(env, 'sign-up', email))) {
    return
  }
  const subject = 'Your account on Enrollwire'
  if ((await findPersonByEmail(env.DB, email)) !== null) {
    await sendMail(env, {
      to: email,
      subject,
      text: `You have an account with this address already. Sign in, or have a link for a new password mailed:\n\n${origin}/sign-in\n${origin}/forgotten-password\n\nIf you did not ask for it, there is nothing to do.\n`,
    })
    return
  }
  const token = randomId(SECRET_ID)
  const now = new Date()
  await drizzle(env.DB)
    .insert(verifications)
    .values({
      id: randomId(SECRET_ID),
      identifier: await digestSignUpToken(token),
      value: email,
      provesEmail: true,
      expiresAt: new Date(now.getTime() + SIGN_UP_LINK_MS),
      createdAt: now,
      updatedAt: now,
    })
  await sendMail(env, {
    to: email,
    subject,
    text: `Make your account within a day:\n\n${origin}/sign-up?address=${token}\n\nIf you did not ask for it, there is nothing to do.\n`,
  })
}
