import type { Env } from '../env'

export type Mailer = Pick<Env, 'MAILER' | 'MAIL_FROM' | 'PUBLIC_URL'>

/** Without a mailer, admins hand links over. Links are mailed only with a configured address, since a request could name any host. */
export function hasMailer({ MAILER, MAIL_FROM, PUBLIC_URL }: Mailer): boolean {
  return Boolean(MAILER && MAIL_FROM && PUBLIC_URL)
}

/** Anyone may create an account once a mail has proven their address. */
export function isSignUpOpen(env: Mailer & Pick<Env, 'SIGN_UP'>): boolean {
  return env.SIGN_UP === 'open' && hasMailer(env)
}

/** Sentences for the operator. */
export function listMailProblems(env: Mailer & Pick<Env, 'SIGN_UP'>): string[] {
  const hasNoAddress = Boolean(env.MAILER && env.MAIL_FROM) && !env.PUBLIC_URL
  return [
    ...(hasNoAddress ? ['PUBLIC_URL is missing, so nothing is mailed: npm run deploy sets it.'] : []),
    ...(env.SIGN_UP === 'open' && !hasMailer(env)
      ? ['SIGN_UP is open, but without a mailer no address can be proven, so no one can sign up.']
      : []),
  ]
}
