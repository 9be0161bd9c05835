/** Accounts: made with a marketplace or by an invitation, and their passwords. */
import { and, eq, exists, gt, ne, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { credentials, people, sessions, twoSteps, verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { beginSession } from './begin-session'
import type { InvitationDetails } from './invitations'
import { canJoin, joinTeam } from './join-team'
import { forgetDevices } from './known-devices'
import { forgetMails, mailKey, mayMail, sendMail } from './mailer'
import { hasMailer } from './mailer-settings'
import { listMemberships } from './members'
import { type NewPerson, newAccount, newMarketplace, proveEmail } from './new-account'
import { hashPassword, verifyPassword } from './password'
import { isOwnEmail, OWN_EMAIL } from './password-rules'
import { findPersonByEmail } from './reset-links'
import { digestResetToken, endResetLinks, newResetLink, OPERATOR } from './reset-tokens'
import { findSession } from './session'
import { endSession, signIn } from './session-commands'

const refuse = refuseWith({
  taken: 'No account was created. If you have one with this email, sign in instead.',
  over: 'This invitation no longer works.',
  'wrong password': 'Wrong password.',
  'own email': OWN_EMAIL,
  'link over': 'This link no longer works.',
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
  if (!signedIn.ok) {
    return refuse('taken')
  }
  // Of two at once, the second signs in to what the first one made.
  const [own] = await listMemberships(env.DB, (await findPersonByEmail(env.DB, account.person.email)) ?? '')
  return { ok: true, id: own?.marketplace.id ?? id, cookies: signedIn.cookies }
}

/** Creates the account of an invited person, adds it to the team and signs it in; nothing if the invitation has ended. */
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
  const account = await newAccount(db, { ...person, email, proven: invitation.mailed }, canJoin(db, invitation))
  await db.batch([...account.statements, ...(await joinTeam(db, account.person, invitation, account.made))])
  if ((await findPersonByEmail(env.DB, email)) === null) {
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
): Promise<CommandResult<'wrong password' | 'own email', { cookies: string[] }>> {
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
  if (isOwnEmail(chosen, known.email)) {
    return refuse('own email')
  }
  const { session } = await findSession(env, headers)
  const mails = await mailKey(env, 'reset', known.email)
  const next = isCurrent ? await hashPassword(chosen) : hash
  await db.batch([
    db
      .update(credentials)
      .set({ password: next, setBy: null, updatedAt: new Date() })
      .where(and(own, eq(credentials.password, hash))),
    endResetLinks(db, person),
    forgetMails(db, mails),
    forgetDevices(db, person),
    db.delete(sessions).where(and(eq(sessions.person, person), session ? ne(sessions.id, session.id) : undefined)),
  ])
  // Last, so that after a crash the session that sent the form still exists and can send it again.
  const begun = await beginSession(env, known.email, chosen, headers)
  if (begun === null) {
    return refuse('wrong password')
  }
  if (session !== null) {
    await endSession(env, person, session.id)
  }
  return { ok: true, cookies: begun.cookies }
}

/** Sets the password with a link's token and signs the person out everywhere. */
export async function resetPassword(
  env: Pick<Env, 'DB' | 'AUTH_SECRET'>,
  token: string,
  password: string,
): Promise<CommandResult<'link over' | 'own email'>> {
  const db = drizzle(env.DB)
  const valid = and(
    eq(verifications.identifier, await digestResetToken(token)),
    gt(verifications.expiresAt, new Date()),
  )
  const { value, provesEmail, maker: madeBy } = verifications
  const link = db.select({ id: verifications.id }).from(verifications).where(valid)
  const [found] = await db
    .select({ person: value, proves: provesEmail, maker: madeBy, email: people.email })
    .from(verifications)
    .innerJoin(people, eq(people.id, value))
    .where(valid)
  if (found === undefined) {
    return refuse('link over')
  }
  const { person, proves, maker, email } = found
  if (isOwnEmail(password, email)) {
    return refuse('own email')
  }
  const isOperators = maker === OPERATOR
  const [hash, mails] = await Promise.all([hashPassword(password), mailKey(env, 'reset', email)])
  const [changed] = await db.batch([
    db
      .update(credentials)
      .set({ password: hash, setBy: isOperators ? null : maker, updatedAt: new Date() })
      .where(and(eq(credentials.person, person), exists(link)))
      .returning({ id: credentials.id }),
    db.delete(sessions).where(and(eq(sessions.person, person), exists(link))),
    ...(proves ? [endTwoStepOfUnproven(db, person, exists(link)), proveEmail(db, person, exists(link))] : []),
    forgetDevices(db, person, exists(link)),
    forgetMails(db, mails),
    endResetLinks(db, person, isOperators ? sql`true` : undefined),
  ])
  return changed.length > 0 ? { ok: true } : refuse('link over')
}

/** A stranger who registered the address may have turned it on. */
function endTwoStepOfUnproven(db: DrizzleD1Database, person: string, condition: SQL) {
  const isUnproven = and(eq(people.id, person), eq(people.emailVerified, false))
  const unproven = exists(db.select({ id: people.id }).from(people).where(isUnproven))
  return db.delete(twoSteps).where(and(eq(twoSteps.id, person), unproven, condition))
}

/** Mails a link for a new password if such an account and a mailer exist; the answer reveals neither. */
export async function mailResetLink(env: Env, email: string, origin: string): Promise<CommandResult<never>> {
  const person = await findPersonByEmail(env.DB, email)
  if (person === null || !hasMailer(env) || !(await mayMail(env, 'reset', email))) {
    return { ok: true }
  }
  const db = drizzle(env.DB)
  // Earlier links stay valid: anyone may request one, which must not end the link its owner is waiting for.
  const { token, statement } = await newResetLink(db, person, { maker: null })
  await statement
  await sendMail(env, {
    to: email,
    subject: 'Your new password for Enrollwire',
    text: `Set a new password within a day:\n\n${origin}/new-password?token=${token}\n\nIf you did not ask for this, you can ignore this e-mail.\n`,
  })
  return { ok: true }
}
