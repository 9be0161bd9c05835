import type { SetupStep } from '../../../views/overview/setup'
import type { OverviewFacts, Sightings } from '../../journal/queries'
import { countMoves } from './thirty-days'

/** A marketplace older than the chart counts as set up. */
const A_MONTH_MS = 30 * 86_400_000

export interface SetupState {
  /** That give access. */
  integrations: number
  /** Titles of their kinds, or the kind to begin with. */
  kinds: string
  products: number
  rules: number
  /** The store sent an event; test events from our own pages don't count. */
  hasStoreEvent: boolean
  /** A customer was enrolled, by the store's event or by a test. */
  enrolled: boolean
  settled: boolean
}

/** @param configured what D1 says @param now epoch ms */
export function toSetupState(
  { days, oldest }: Pick<OverviewFacts, 'days' | 'oldest'>,
  { triggers }: Pick<Sightings, 'triggers'>,
  configured: Pick<SetupState, 'integrations' | 'kinds' | 'products' | 'rules'>,
  now: number,
): SetupState {
  return {
    ...configured,
    hasStoreEvent: triggers.length > 0,
    enrolled: countMoves(days) > 0,
    settled: oldest !== null && now - oldest > A_MONTH_MS,
  }
}

/** Null once the store has sent an event and a customer was enrolled. */
export function listSetupSteps(base: string, standing: SetupState): SetupStep[] | null {
  if (standing.settled || (standing.enrolled && standing.hasStoreEvent)) {
    return null
  }
  return [
    {
      title: `Connect ${standing.kinds}`,
      text: 'Your site’s address and an API key, checked at once.',
      done: standing.integrations > 0,
      action: { label: 'New Integration', href: `${base}/integrations/new`, forAdmins: true },
    },
    {
      title: 'Tell your store where to send its events',
      text: 'SamCart step by step, or anything else that can post.',
      done: standing.hasStoreEvent,
      action: { label: 'Webhook', href: `${base}/webhook`, forAdmins: true },
    },
    {
      title: 'Name what you sell',
      text: 'Products also appear automatically with their first event.',
      done: standing.products > 0,
      action: { label: 'New Product', href: `${base}/products/new` },
    },
    {
      title: 'Say who gets in',
      text: 'When a product is purchased, enroll the customer in a course; when it is refunded, end that access.',
      done: standing.rules > 0,
      action: { label: 'Choose a product', href: `${base}/products` },
    },
    {
      title: 'See the first customer enrolled',
      text: 'Send a test event, or wait for a real order: it appears in the log within seconds.',
      done: standing.enrolled,
      action: { label: 'Logs', href: `${base}/logs` },
    },
  ]
}
