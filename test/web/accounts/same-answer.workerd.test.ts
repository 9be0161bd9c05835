/** Trying emails at the doors does not reveal which of them have an account: neither the answer nor the work differs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { linkFor } from './host'
import { merchant, PASSWORD, Visitor } from './visitor'

vi.unmock('../../../src/accounts/password-cost')

const work = vi.hoisted(() => {
  // The file before has loaded what hashes passwords, and without what replaces a module of it.
  vi.resetModules()
  return { hashed: 0 }
})

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  const scrypt = (...given: Parameters<typeof crypto.scrypt>) => {
    const { N = 0, r = 0, p = 0 } = given[3]
    work.hashed += N * r * p
    return crypto.scrypt(...given)
  }
  return { ...crypto, default: { ...crypto, scrypt }, scrypt }
})

const ONE_HASH = 2 ** 14 * 8 * 5

// The next file must not meet what was loaded here.
afterAll(() => {
  vi.resetModules()
})
beforeAll(async () => {
  await merchant('known')
  await merchant('watched')
})
beforeEach(() => {
  work.hashed = 0
})

describe('A stranger', () => {
  test('who signs in to an existing or a missing account gets the same answer for the same work', async () => {
    const seen = await Promise.all(
      ['known@example.com', 'nobody@example.com'].map(async (email) => {
        const answer = await new Visitor().post('/sign-in', { email, password: 'a wrong password' })
        return { status: answer.status, headers: headersOf(answer), text: (await answer.text()).replaceAll(email, '…') }
      }),
    )
    expect(seen[0]).toEqual(seen[1])
    expect(work.hashed).toBe(2 * ONE_HASH)
  })

  test('costs one hash for each try, with or without an account', async () => {
    await new Visitor().post('/sign-in', { email: 'known@example.com', password: 'a wrong password' })
    expect(work.hashed).toBe(ONE_HASH)
    await new Visitor().post('/sign-in', { email: 'nobody@example.com', password: 'a wrong password' })
    expect(work.hashed).toBe(2 * ONE_HASH)
  })

  test('who forgot a password gets the same answer', async () => {
    const seen = await Promise.all(
      ['known@example.com', 'nobody@example.com'].map(async (email) => {
        const answer = await new Visitor().post('/forgotten-password', { email })
        return { status: answer.status, headers: headersOf(answer), text: (await answer.text()).replaceAll(email, '…') }
      }),
    )
    expect(seen[0]).toEqual(seen[1])
  })

  test('is stopped after as many tries at a missing account as at an existing one', async () => {
    const tries = async (email: string) => {
      const visitor = new Visitor()
      for (let count = 0; count < 40; count += 1) {
        if ((await visitor.post('/sign-in', { email, password: '' })).status === 429) {
          return count
        }
      }
      return null
    }
    expect(await tries('watched@example.com')).toBe(await tries('someone.else@example.com'))
    // The owner, from another address, is let in.
    const answer = await new Visitor().post('/sign-in', { email: 'watched@example.com', password: PASSWORD })
    expect(answer.status).toBe(303)
  })

  test('who opens an invitation sees the same, whether the invited address has an account or not', async () => {
    const host = await merchant('inviter')
    const pages = []
    for (const email of ['known@example.com', 'nobody@example.com']) {
      const link = await linkFor(host, email)
      const answer = await new Visitor().get(link)
      const text = (await answer.text()).replaceAll(email, '…').replaceAll(link.split('=')[1] ?? '', '…')
      pages.push({ status: answer.status, headers: headersOf(answer), text })
    }
    expect(pages[0]).toEqual(pages[1])
  })
})

function headersOf({ headers }: Response): string[] {
  return [...headers].map(([name, value]) => `${name}: ${value}`).sort()
}
