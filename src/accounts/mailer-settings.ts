import type { Env } from '../env'

export type Mailer = Pick<Env, 'MAILER' | 'MAIL_FROM'>

/** Without, admins hand links over. */
export function hasMailer({ MAILER, MAIL_FROM }: Mailer): boolean {
  return Boolean(MAILER && MAIL_FROM)
}
