/** Accounts: made with a marketplace or by an invitation, and their passwords. */
import { and, eq, exists, gt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { credentials, people, sessions, verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { acceptInvitation } from './invitation-commands'
import type { InvitationDetails } from './invitations'
import { mayMail, sendMail } from './mailer'
import { hasMailer } from './mailer-settings'
import { type NewPerson, newAccount, newMarketplace, proveEmail } from './new-account'
import { hashPassword, verifyPassword } from './password'
import { findPersonByEmail } from './reset-links'
import { digestResetToken, endResetLinks, newResetLink } from './reset-tokens'
import { findSession } from './session'
import { endSession, renewSession, signIn } from './session-commands'

const refuse = refuseWith({
  taken: 'No account was made. If you have one with this email, sign in instead.',
  over: 'This invitation is over.',
  'wrong password': 'This is not your password.',
  'link over': 'This link is over: it was used, or is older than a day. Ask for another.',
})

/** Makes an account with a marketplace of its own, ends the links that led here and signs it in. Where only the last was left, the account signs in. */
export async function openAccount(
  env: Env,
  person: NewPerson,
  marketplace: { name: string; zone: string | null },
  headers: Headers,
): Promise<CommandResult<'taken', { id: string; cookies: string[] }>> {
  const db = drizzle(env.DB)
  if ((await findPersonByEmail(env.DB, person.email)) !== null) {
    return refuse('taken')
  }
  const account = await newAccount(db, person)
  const { id, statements } = newMarketplace(db, account.person, marketplace, account.made)
  await db.batch([...account.statements, ...statements, endResetLinks(db, account.person.email)])
  const signedIn = await signIn(env, person.email, person.password, headers)
  return signedIn.ok ? { ok: true, id, cookies: signedIn.cookies } : refuse('taken')
}

/** Makes an account for who was invited, joins and signs them in. Where only those were left, the account joins. */
export async function openInvitedAccount(
  env: Env,
  person: Omit<NewPerson, 'email' | 'proven'>,
  invitation: InvitationDetails,
  headers: Headers,
): Promise<CommandResult<'taken' | 'over', { cookies: string[] }>> {
  const { email } = invitation
  if ((await findPersonByEmail(env.DB, email)) !== null) {
    return refuse('taken')
  }
  const db = drizzle(env.DB)
  const account = await newAccount(db, { ...person, email, proven: invitation.mailed })
  await db.batch(account.statements)
  const joined = await acceptInvitation(env, account.person, invitation.id)
  if (!joined.ok) {
    return refuse('over')
  }
  const signedIn = await signIn(env, email, person.password, headers)
  return signedIn.ok ? { ok: true, cookies: signedIn.cookies } : refuse('taken')
}

/**
 * Sets a new password, ends every other session and every reset link, and begins a new session; `cookies` are that one's.
 * Where the new password is set already, what is left of that is done.
 */
export async function changePassword(
  env: Env,
  { person, current, chosen }: { person: string; current: string; chosen: string },
  headers: Headers,
): Promise<CommandResult<'wrong password', { cookies: string[] }>> {
  const db = drizzle(env.DB)
  const own = eq(credentials.person, person)
  const [known] = await db
    .select({ hash: credentials.password, email: people.email })
    .from(credentials)
    .innerJoin(people, eq(people.id, credentials.person))
    .where(own)
  const hash = known?.hash ?? ''
  const isCurrent = await verifyPassword({ hash, password: current })
  if (known === undefined || (!isCurrent && !(await verifyPassword({ hash, password: chosen })))) {
    return refuse('wrong password')
  }
  const { session } = await findSession(env, headers)
  const next = isCurrent ? await hashPassword(chosen) : hash
  await db.batch([
    db
      .update(credentials)
      .set({ password: next, updatedAt: new Date() })
      .where(and(own, eq(credentials.password, hash))),
    endResetLinks(db, person),
    db.delete(sessions).where(and(eq(sessions.person, person), session ? ne(sessions.id, session.id) : undefined)),
  ])
  // Last: a stop before leaves the session that sent the form, which can send it again.
  const cookies = await renewSession(env, known.email, chosen, headers)
  if (cookies === null) {
    return refuse('wrong password')
  }
  if (session !== null) {
    await endSession(env, person, session.id)
  }
  return { ok: true, cookies }
}

/** Sets the password with a link's token and signs the person out everywhere. */
export async function resetPassword(
  env: Pick<Env, 'DB'>,
  token: string,
  password: string,
): Promise<CommandResult<'link over'>> {
  const db = drizzle(env.DB)
  const valid = and(
    eq(verifications.identifier, await digestResetToken(token)),
    gt(verifications.expiresAt, new Date()),
  )
  const { value, provesEmail } = verifications
  const link = db.select({ person: value, proves: provesEmail }).from(verifications).where(valid)
  const [found] = await link
  if (found === undefined) {
    return refuse('link over')
  }
  const { person } = found
  const hash = await hashPassword(password)
  const [changed] = await db.batch([
    db
      .update(credentials)
      .set({ password: hash, updatedAt: new Date() })
      .where(and(eq(credentials.person, person), exists(link)))
      .returning({ id: credentials.id }),
    db.delete(sessions).where(and(eq(sessions.person, person), exists(link))),
    ...(found.proves ? [proveEmail(db, person, exists(link))] : []),
    endResetLinks(db, person),
  ])
  return changed.length > 0 ? { ok: true } : refuse('link over')
}

/** Mails a link for a new password where there is such an account and a mailer; says nothing of either. */
export async function mailResetLink(env: Env, email: string, origin: string): Promise<void> {
  const person = await findPersonByEmail(env.DB, email)
  if (person === null || !hasMailer(env) || !(await mayMail(env, 'reset', email))) {
    return
  }
  const db = drizzle(env.DB)
  // It ends no other link: anyone may ask for one, which must not close the door for who waits for theirs.
  const { token, statement } = await newResetLink(db, person, { maker: null })
  await statement
  await sendMail(env, {
    to: email,
    subject: 'Your new password for Enrollwire',
    text: `Set a new password within a day:\n\n${origin}/new-password?token=${token}\n\nIf you did not ask for it, there is nothing to do.\n`,
  })
}
