/** Two-step sign-in: begun, confirmed, used and ended by a person; asked of its admins by a marketplace. */
import { and, eq, exists, isNotNull, isNull, lt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, sessions, twoSteps } from '../db/accounts-schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { seal, UnsealError, unseal } from '../secrets/sealing'
import { batchAsAdmin, FORMER_ADMIN } from './admin-batch'
import { type Author, auditLine } from './audit-line'
import { randomId } from './ids'
import { forgetDevices } from './known-devices'
import { isOwnPassword } from './own-password'
import { openPending } from './pending-sign-in'
import { digestSecret } from './secret-digest'
import { SESSION_S } from './session-lifetime'
import { matchCode, toBase32 } from './totp'
import { findTwoStep, hasTwoStep, RECOVERY_LETTERS, type TwoStep, tidyCode, twoStepContext } from './two-step'

/** As RFC 4226 recommends. */
const SECRET_BYTES = 20
const RECOVERY_CODES = 10

type Bindings = Pick<Env, 'DB' | 'SEALING_KEYS'>

const refuse = refuseWith({
  'wrong password': 'Wrong password.',
  'on already': 'Two-step sign-in is already on. If you don’t have its recovery codes, turn it off and on again.',
  'wrong code': 'This code is wrong or was already used. Wait for the next one and try again.',
  'no secret': 'App codes can’t be checked right now. Use a recovery code.',
  over: 'This sign-in took too long. Start again.',
  'own first': 'Turn on two-step sign-in for yourself first, under Your account.',
})

/** Makes the key for an authenticator app. Nothing changes for the person until a code of it is confirmed. */
export async function startTwoStep(
  env: Bindings,
  person: string,
  password: string,
): Promise<CommandResult<'wrong password' | 'on already', { key: string }>> {
  const db = drizzle(env.DB)
  if (!(await isOwnPassword(env.DB, person, password))) {
    return refuse('wrong password')
  }
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  const sealed = await seal(env.SEALING_KEYS, twoStepContext(person), Buffer.from(secret).toString('base64'))
  const fresh = { sealed, counter: 0, recovery: [], confirmedAt: null, createdAt: Date.now() }
  const begun = await db
    .insert(twoSteps)
    .values({ id: person, ...fresh })
    .onConflictDoUpdate({ target: twoSteps.id, set: fresh, setWhere: isNull(twoSteps.confirmedAt) })
    .returning({ id: twoSteps.id })
  return begun.length > 0 ? { ok: true, key: toBase32(secret) } : refuse('on already')
}

/** Turns it on and ends the person's other sessions. The recovery codes are in the answer, and never again. */
export async function confirmTwoStep(
  env: Bindings,
  { person, session, code }: { person: string; session: string; code: string },
): Promise<CommandResult<'wrong code' | 'on already', { recovery: string[] }>> {
  const found = await findTwoStep(env.DB, person)
  if (found !== null && found.confirmedAt !== null) {
    return refuse('on already')
  }
  const step =
    found === null ? null : await matchCode(await openSecret(env, found), tidyCode(code), { now: Date.now(), after: 0 })
  if (found === null || step === null) {
    return refuse('wrong code')
  }
  const recovery = Array.from({ length: RECOVERY_CODES }, () => randomId(RECOVERY_LETTERS))
  const digests = await Promise.all(recovery.map((one) => digest(person, one)))
  const db = drizzle(env.DB)
  const open = and(eq(twoSteps.id, person), eq(twoSteps.sealed, found.sealed), isNull(twoSteps.confirmedAt))
  const isOpen = exists(db.select({ id: twoSteps.id }).from(twoSteps).where(open))
  const [, , confirmed] = await db.batch([
    db.delete(sessions).where(and(eq(sessions.person, person), ne(sessions.id, session), isOpen)),
    forgetDevices(db, person, isOpen),
    db
      .update(twoSteps)
      .set({ confirmedAt: Date.now(), counter: step, recovery: digests })
      .where(open)
      .returning({ id: twoSteps.id }),
  ])
  return confirmed.length > 0 ? { ok: true, recovery } : refuse('wrong code')
}

/** Turns it off, for the password and a code. */
export async function endTwoStep(
  env: Bindings,
  person: string,
  { password, code }: { password: string; code: string },
): Promise<CommandResult<'wrong password' | 'wrong code' | 'no secret'>> {
  const db = drizzle(env.DB)
  if (!(await isOwnPassword(env.DB, person, password))) {
    return refuse('wrong password')
  }
  const found = await findTwoStep(env.DB, person)
  const checked = found?.confirmedAt == null ? null : await checkCode(env, found, code)
  if (typeof checked === 'string') {
    return refuse(checked)
  }
  await db.batch([db.delete(twoSteps).where(eq(twoSteps.id, person)), forgetDevices(db, person)])
  return { ok: true }
}

/** Opens the session that waits for a code. A code of the app works once, and so does a recovery code. */
export async function finishSignIn(
  env: Bindings,
  sealed: string,
  typed: string,
): Promise<CommandResult<'over' | 'wrong code' | 'no secret', { cookies: string[]; email: string }>> {
  const pending = await openPending(env, sealed)
  const found = pending && (await findTwoStep(env.DB, pending.person))
  if (pending === null || found === null) {
    return refuse('over')
  }
  const checked = await checkCode(env, found, typed)
  if (typeof checked === 'string') {
    return refuse(checked)
  }
  const db = drizzle(env.DB)
  const unused = and(
    eq(twoSteps.id, found.id),
    isNotNull(twoSteps.confirmedAt),
    'counter' in checked ? lt(twoSteps.counter, checked.counter) : eq(twoSteps.recovery, found.recovery),
  )
  const isUnused = exists(db.select({ id: twoSteps.id }).from(twoSteps).where(unused))
  const [opened] = await db.batch([
    db
      .update(sessions)
      .set({ expiresAt: new Date(Date.now() + SESSION_S * 1000) })
      .where(and(eq(sessions.token, pending.session), isUnused))
      .returning({ id: sessions.id }),
    db.update(twoSteps).set(checked).where(unused),
  ])
  const { cookies, email } = pending
  return opened.length > 0 ? { ok: true, cookies, email } : refuse('over')
}

/** Whether a marketplace asks it of its admins; only one who has it turns that on. */
export async function requireTwoStep(
  env: Pick<Env, 'DB'>,
  author: Author,
  on: boolean,
): Promise<CommandResult<'own first' | 'no admin'>> {
  if (on && !(await hasTwoStep(env.DB, author.person.id))) {
    return refuse('own first')
  }
  const db = drizzle(env.DB)
  const changing = and(eq(marketplaces.id, author.marketplace), ne(marketplaces.twoStep, on))
  const isChanging = exists(db.select({ id: marketplaces.id }).from(marketplaces).where(changing))
  const deed = { did: on ? 'asked admins for' : 'no longer asks admins for', what: 'two-step sign-in', link: '/team' }
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, deed, isChanging),
    db.update(marketplaces).set({ twoStep: on }).where(changing),
  ])
  return written === null ? FORMER_ADMIN : { ok: true }
}

/** What the use of a code changes. A recovery code needs no secret to be opened. */
async function checkCode(
  env: Bindings,
  found: TwoStep,
  typed: string,
): Promise<{ recovery: string[] } | { counter: number } | 'wrong code' | 'no secret'> {
  const code = tidyCode(typed)
  const spent = await digest(found.id, code)
  if (found.recovery.includes(spent)) {
    return { recovery: found.recovery.filter((one) => one !== spent) }
  }
  try {
    const counter = await matchCode(await openSecret(env, found), code, { now: Date.now(), after: found.counter })
    return counter === null ? 'wrong code' : { counter }
  } catch (error) {
    if (error instanceof UnsealError) {
      return 'no secret'
    }
    throw error
  }
}

async function openSecret(env: Bindings, { id, sealed }: { id: string; sealed: string }) {
  return new Uint8Array(Buffer.from(await unseal(env.SEALING_KEYS, twoStepContext(id), sealed), 'base64'))
}

function digest(person: string, code: string): Promise<string> {
  return digestSecret(`recovery:${person}:${code}`)
}
