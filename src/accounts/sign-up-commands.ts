/** Signing up where there is a mailer: the address proves itself before an account is made. */
import { drizzle } from 'drizzle-orm/d1'
import { verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import type { CommandResult } from '../model/command-result'
import { randomId, SECRET_ID } from './ids'
import { mayMail, sendMail } from './mailer'
import { findPersonByEmail } from './reset-links'
import { digestSignUpToken, SIGN_UP_LINK_MS } from './sign-up-links'

/** Mails a link that creates an account; an address that already has one receives a note saying so. */
export async function mailSignUpLink(env: Env, email: string, origin: string): Promise<CommandResult<never>> {
  if (!(await mayMail(env, 'sign-up', email))) {
    return { ok: true }
  }
  const subject = 'Your account on Enrollwire'
  if ((await findPersonByEmail(env.DB, email)) !== null) {
    await sendMail(env, {
      to: email,
      subject,
      text: `You already have an account with this address. Sign in, or request a link for a new password:\n\n${origin}/sign-in\n${origin}/forgotten-password\n\nIf you did not ask for this, you can ignore this e-mail.\n`,
    })
    return { ok: true }
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
    text: `Create your account within a day:\n\n${origin}/sign-up?address=${token}\n\nIf you did not ask for this, you can ignore this e-mail.\n`,
  })
  return { ok: true }
}
