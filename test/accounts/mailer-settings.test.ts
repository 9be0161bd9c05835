import { describe, expect, test } from 'vitest'
import { hasMailer, isSignUpOpen, listMailProblems } from '../../src/accounts/mailer-settings'

const MAILER = {} as SendEmail
const INVITATION = { SIGN_UP: 'invitation' } as const
const MAILS = { MAILER, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: 'https://enroll.example.com' }

describe('The mailer’s settings', () => {
  test.each<[string, Parameters<typeof listMailProblems>[0], [mails: boolean, open: boolean], string[]]>([
    ['by invitation, with nothing to mail with', INVITATION, [false, false], []],
    ['by invitation, with a mailer', { ...INVITATION, ...MAILS }, [true, false], []],
    ['open, with a mailer', { ...MAILS, SIGN_UP: 'open' }, [true, true], []],
    [
      'with a mailer and no address for its links',
      { ...INVITATION, ...MAILS, PUBLIC_URL: '' },
      [false, false],
      ['PUBLIC_URL is missing, so nothing is mailed: npm run deploy sets it.'],
    ],
    [
      'open, without a mailer',
      { SIGN_UP: 'open' },
      [false, false],
      ['SIGN_UP is open, but without a mailer no address can be proven, so no one can sign up.'],
    ],
  ])('A deployment %s', (_, env, [mails, open], problems) => {
    expect([hasMailer(env), isSignUpOpen(env)]).toEqual([mails, open])
    expect(listMailProblems(env)).toEqual(problems)
  })
})
