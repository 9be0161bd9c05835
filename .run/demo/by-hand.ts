/** What the school's owner changed by hand in Thinkific, and a reconcile that found it. */
import { ACADEMY_COURSES } from '../../test/simulator/academy'
import type { Product } from '../product'
import type { Visitor } from '../visitor'
import { atThinkific } from './events'
import { INTEGRATIONS } from './story'
import { waitUntil } from './wait-until'

const DAY_MS = 86_400_000
const POWER_YOGA = ACADEMY_COURSES['Course Two']

/** Let in without a purchase. */
const GUEST = { email: 'nora.field@example.com', firstName: 'Nora', lastName: 'Field' }
const ENDED = { email: 'priya.nair@example.com', course: POWER_YOGA }
/** A member of the club, whose bundle holds the course. */
const MOVED = { email: 'luca.moretti@example.com', course: ACADEMY_COURSES['Yin for Busy People'], days: 90 }

interface Site {
  users: { id: number; email: string }[]
  enrollments: { id: number; userId: number; courseId: number }[]
}

/** @param integration its address */
export async function findDifferences(product: Product, visitor: Visitor, integration: string): Promise<void> {
  await atThinkific(product, 'POST', '/sites/academy/users', GUEST)
  await atThinkific(product, 'POST', '/sites/academy/enrollments', { email: GUEST.email, courseId: POWER_YOGA })
  const site = (await (await fetch(`${product.simulator}/simulator/sites/academy`)).json()) as Site
  const setEnd = (who: { email: string; course: number }, days: number) => {
    const user = site.users.find(({ email }) => email === who.email)?.id
    const row = site.enrollments.find(({ userId, courseId }) => userId === user && courseId === who.course)
    const expiryDate = new Date(Date.now() + days * DAY_MS).toISOString()
    return atThinkific(product, 'PATCH', `/sites/academy/enrollments/${row?.id}`, { expiryDate })
  }
  await setEnd(ENDED, -1)
  await setEnd(MOVED, MOVED.days)
  await raisePace(visitor, integration)
  await visitor.send(`${integration}/reconciliations`, {})
  await waitUntil(async () => {
    const { text } = await visitor.get(`${integration}/differences`)
    return text.includes('enrollments</span> read') || text.includes('enrollment</span> read') ? '' : 'the reconcile'
  })
}

/** The academy is on Thinkific's largest plan, so that the demo need not wait for its reconcile. */
async function raisePace(visitor: Visitor, integration: string): Promise<void> {
  const { text } = await visitor.get(integration)
  const [, madeFrom = ''] = /name="madeFrom" value="([^"]+)"/.exec(text) ?? []
  const { site } = INTEGRATIONS.Academy
  await visitor.submit(integration, { name: 'Academy', site, key: '', pace: '1000', madeFrom })
}
