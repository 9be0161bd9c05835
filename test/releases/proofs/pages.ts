import { env, exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { logOf } from '../log'
import type { Captured, LogLine } from '../release'
import { Started } from '../start'
import { ORIGIN } from '../support'

/** Pages asked for at the same time. */
const AT_ONCE = 12

export function pages(captured: Captured): void {
  const started = Started.forAll(captured)

  test('the logs hold every entry with its outcome', async () => {
    for (const shop of ['yoga', 'art'] as const) {
      const then = captured.release.log[shop]
      expect(inOrder(await started().log(shop))).toEqual(inOrder(then))
    }
  })

  test('a log is searched and filtered', async () => {
    const { id } = captured.release.marketplaces.yoga
    const found = await logOf(started().mia, id, '?search=kofi%40example.com&outcome=renewed')
    expect(found.map(({ event }) => event)).toEqual(['kofi-restart', 'kofi-restart'])
  })

  test('every address answers; entries and customers say what they are about', async () => {
    const dead: string[] = []
    const silent: string[] = []
    const lines = Object.values(captured.release.log).flat()
    const look = async (address: string) => {
      const { status, text } = await started().mia.get(address)
      const shows = (word: string) => text.includes(word) || text.includes(encodeURIComponent(word))
      if (status >= 400) {
        dead.push(`${address}: ${status}`)
      }
      if (!wordsOf(address, lines).every(shows)) {
        silent.push(address)
      }
    }
    for (let at = 0; at < captured.addresses.length; at += AT_ONCE) {
      await Promise.all(captured.addresses.slice(at, at + AT_ONCE).map(look))
    }
    expect(dead).toEqual([])
    expect(silent).toEqual([])
  })

  test('the overview names what needs a person', async () => {
    const { text } = await started().mia.get(started().at('/overview'))
    const needs = ['Workshop', 'Studio', 'Oda Byron']
    expect(needs.filter((word) => !text.includes(word))).toEqual([])
  })

  test('the overview announces what is new for its rules, until it is answered', async () => {
    const announced = async () => (await started().mia.get(started().at('/overview'))).text
    // Rules of the first release know nothing of giving back; those of later ones said so themselves.
    const isNews = captured.version === '0.1.0'
    expect((await announced()).includes('Your rules now give access back')).toBe(isNews)
    expect((await announced()).includes('Days of access end in UTC')).toBe(isNews)
    await started().mia.post(started().at('/overview/announcements/give-back/dismissals'))
    expect(await announced()).not.toContain('Your rules now give access back')
  })

  test('posts that were refused are still counted', async () => {
    const { text } = await started().mia.get(started().at('/webhook/activity'))
    expect(text.match(/>4\d\d</g)?.sort()).toEqual(['>400<', '>401<', '>401<'])
  })

  test('the operator’s status sees every marketplace and site', async () => {
    const headers = { authorization: `Bearer ${env.STATUS_TOKEN}` }
    const answer = await exports.default.fetch(new Request(`${ORIGIN}/status`, { headers }))
    expect(await answer.json()).toMatchObject({ status: 'attention' })
  })

  test('a customer’s file holds what was said, bought and sent', async () => {
    const { text } = await started().mia.get(started().at('/customers/ada%40example.com/export'))
    const known = ['ada-yoga', 'ada-350399', 'Byron & Co', '+1 555 0100', '/users']
    expect(known.filter((word) => !text.includes(word))).toEqual([])
  })
}

/** Entries that came at the same moment have no order among themselves. */
function inOrder(lines: LogLine[]): string[] {
  return lines.map((line) => Object.values(line).join(' ')).sort()
}

/** What a page must show: an entry its outcome and customer, a customer's page the email and the orders. */
function wordsOf(address: string, lines: LogLine[]): string[] {
  const [, event] = /\/logs\/[^/?]*\.([^/?]+)~\d+$/.exec(decodeURIComponent(address)) ?? []
  const entry = lines.find((line) => line.event === event)
  if (entry !== undefined) {
    return [entry.email, entry.outcome === 'rule off' ? '' : entry.outcome]
  }
  const [, email] = /\/customers\/([^/?]+)$/.exec(decodeURIComponent(address)) ?? []
  return email === undefined || email.startsWith('erased:') ? [] : [email]
}
