/** `npm run capture-release`: plays the story with the code as it is and writes everything it leaves behind into a folder. */
import { expect, test, vi } from 'vitest'
import { version } from '../../package.json'
import { Installation } from './installation'
import { logOf } from './log'
import type { Release } from './release'
import { recordStatements, statementsOf } from './statements'
import { allAreNamed, storedNow } from './stored'
import { addressesSeen } from './story/addresses'
import { BEN, GALLERY, GUEST, MIA, STUDIO } from './story/places'
import { invited, type Shops, setUpShops } from './story/setting-up'
import { lastMinutes, parkedOnes, waitingOnes } from './story/troubles'
import { byHand, nextWeeks, quietWeeks } from './story/weeks'
import { FORMS, PASSWORD, Person } from './support'

const BEGINNING = Date.UTC(2026, 8, 28, 9)
const HOUR_MS = 3_600_000
/** How long the story may take to play on a busy machine. */
const STORY_MS = 300_000

test('the story is played, and what it leaves behind is written down', { timeout: STORY_MS }, async () => {
  const installation = await Installation.start(BEGINNING)
  const noted = recordStatements()
  const shops = await setUpShops(installation)
  await installation.later(HOUR_MS)
  await quietWeeks(shops)
  await nextWeeks(shops)
  await byHand(shops)
  await parkedOnes(shops)
  const release = await lastVisits(shops)
  await waitingOnes(shops)
  await lastMinutes(shops)
  release.at = Date.now()

  const thinkific = { ...installation.simulator.snapshot(), calls: [] }
  const queue = structuredClone(installation.queue.pending)
  const { objects } = installation
  const names = { journals: [...objects.journals], sites: [...objects.sites] }
  await allAreNamed(names)
  const { d1, ...stored } = await storedNow(names)
  release.log = {
    yoga: await logOf(shops.yoga.admin, shops.yoga.marketplace),
    art: await logOf(shops.yoga.admin, shops.art.marketplace),
  }
  const statements = await statementsOf(noted)
  const addresses = await addressesSeen(shops.yoga.admin)
  vi.useRealTimers()
  const parts = { release, d1, ...stored, queue, thinkific, statements, addresses }
  for (const [name, part] of Object.entries(parts)) {
    await expect(`${JSON.stringify(part, null, 1)}\n`).toMatchFileSnapshot(`./${version}/${name}.json`)
  }
})

/** Sessions that are open at the end, and links that are still unused. */
async function lastVisits({ yoga, art, ben }: Shops): Promise<Release> {
  const mia = new Person()
  await mia.post('/sign-in', { email: MIA.email, password: PASSWORD })
  await ben.post('/sign-in', { email: BEN.email, password: PASSWORD })
  for (const person of [mia, ben]) {
    await person.get('/account')
  }
  await yoga.rotateSigningSecret(23)
  const invitation = await invited(yoga, GUEST)
  return {
    at: 0,
    marketplaces: {
      yoga: { id: yoga.marketplace, endpoint: yoga.endpoint },
      art: { id: art.marketplace, endpoint: art.endpoint },
    },
    cookies: { mia: Object.fromEntries(mia.cookies), ben: Object.fromEntries(ben.cookies) },
    links: { invitation: `/sign-up?invitation=${invitation}`, newPassword: await newPasswordLink(yoga) },
    outages: [STUDIO.subdomain, GALLERY.subdomain],
    log: { yoga: [], art: [] },
  }
}

/** Ben's, made by Mia. */
async function newPasswordLink(yoga: Shops['yoga']): Promise<string> {
  const team = await yoga.admin.get(`/m/${yoga.marketplace}/team`)
  const [, member = ''] = /\/team\/members\/([^/"]+)\/password-links/.exec(team.text) ?? []
  const { text } = await yoga.submit(FORMS.newPasswordLink(member))
  const [link] = /\/new-password\?token=[^<"\s]+/.exec(text) ?? []
  if (link === undefined) {
    throw new Error('no link for a new password was shown')
  }
  return link
}
