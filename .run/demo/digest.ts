/** A week of the demo's school, as its digest says it: a real one comes once a week. */
import { alarmOfUnclear, PLAIN_UNCLEAR, plainFailed } from '../../src/attention/entry-alarms'
import { alarmOfUnusedProduct } from '../../src/attention/rule-alarms'
import type { AlertItem, AlertMessage } from '../../src/model/alert'
import { PRODUCTS } from './story'

const ONE = { count: 1, newest: { id: '', who: null, sentence: '' } }
const COMMON = { change: 'opened', since: 0 } as const

const ITEMS: AlertItem[] = [
  { ...COMMON, ...plainFailed(ONE, 1), key: 'failed', kind: 'failed', tone: 'bad', link: '/logs' },
  { ...COMMON, ...alarmOfUnclear(ONE), text: PLAIN_UNCLEAR, key: 'unclear', kind: 'unclear', link: '/logs' },
  { ...COMMON, ...alarmOfUnusedProduct(PRODUCTS['350950']), key: 'rules', kind: 'rules', link: '/products' },
]

export const DIGEST: AlertMessage = {
  id: 'alert_demo_digest',
  at: 0,
  kind: 'digest',
  figures: [
    { label: 'enrolled or renewed', count: 212 },
    { label: 'access ended', count: 18 },
    { label: 'kept by another purchase', count: 3 },
    { label: 'failed', count: 1 },
    { label: 'not understood', count: 0 },
  ],
  items: ITEMS,
  more: 0,
}
