/** What happened at the demo's school within a month: mostly plain sales, and some customers whose access was not trivial. */
import type { PRODUCTS } from './story'

export interface DemoEvent {
  type: string
  /** How long ago it happened. */
  daysAgo: number
  /** How long ago it was reported, where that was later. Events that arrive at the same time are sent at once. */
  arrivedDaysAgo?: number
  email: string
  name: [string, string]
  product: keyof typeof PRODUCTS
  order: string
  subscription?: string
  role?: string
}

const INES = customer('Ines', 'Marchetti')
const BEN = customer('Ben', 'Okafor')
const MIRA = customer('Mira', 'Sol')
const TOMAS = customer('Tomas', 'Lind')
const SARA = customer('Sara', 'Nyman')
const KOFI = customer('Kofi', 'Mensah')
const ANA = customer('Ana', 'Ruiz')
const LEO = customer('Leo', 'Brandt')
const JONAS = customer('Jonas', 'Weber')
const ROSA = customer('Rosa', 'Vidal')
const EMMA = customer('Emma', 'Clarke')
const ZOE = customer('Zoe', 'Martin')

const YOGA = { product: '350399' } as const
const BREATH = { product: '350777' } as const
const WATERCOLOR = { product: '500100' } as const
const MAT = { product: '350950' } as const
const CLUB_SARA = { product: '440369', order: '19025604', subscription: '551098' } as const
const CLUB_INES = { product: '440369', order: '19025720', subscription: '551122' } as const
const CLUB_ZOE = { product: '440369', order: '19026073', subscription: '551187' } as const
const CLUB_KOFI = { product: '440369', order: '19025981', subscription: '551160' } as const

const OUTAGE_DAYS_AGO = 0.17

/** Thinkific is down when these arrive: they wait, and are enrolled once it answers. */
export const IN_OUTAGE: DemoEvent[] = [
  bought(0.1702, customer('Felix', 'Baum'), { ...YOGA, order: '19026151' }),
  bought(0.1701, customer('Lena', 'Fischer'), { ...BREATH, order: '19026152' }),
  bought(0.17, customer('Omar', 'Aziz'), { ...YOGA, order: '19026153' }),
].map((event) => ({ ...event, arrivedDaysAgo: OUTAGE_DAYS_AGO }))

export const EVENTS: DemoEvent[] = [
  bought(33, SARA, CLUB_SARA),
  bought(31, INES, CLUB_INES),
  bought(29.2, ANA, { ...YOGA, order: '19025811' }),
  bought(28.4, LEO, { ...YOGA, order: '19025846' }),
  bought(27.6, customer('Priya', 'Nair'), { ...YOGA, order: '19025867' }),
  bought(27.3, JONAS, { ...BREATH, order: '19025870' }),
  bought(26.1, MIRA, { ...YOGA, order: '19025902' }),
  bought(25.5, customer('Elin', 'Dahl'), { ...WATERCOLOR, order: '19025933' }),
  bought(24.3, KOFI, CLUB_KOFI),
  bought(22.4, ANA, { ...BREATH, order: '19026018' }),
  bought(22.2, customer('Hana', 'Sato'), { ...YOGA, order: '19026021' }),
  bought(21.7, customer('Marco', 'Conti'), { ...BREATH, order: '19026035' }),
  { type: 'product.refunded', daysAgo: 21, ...LEO, ...YOGA, order: '19025846' },
  bought(20.5, customer('Yara', 'Haddad'), { ...YOGA, order: '19026044' }),
  bought(20.3, customer('Paul', 'Novak'), { ...WATERCOLOR, order: '19026047' }),
  bought(18.6, ZOE, CLUB_ZOE),
  { type: 'product.refunded', daysAgo: 16.2, ...JONAS, ...BREATH, order: '19025870' },
  bought(15.4, customer('Oskar', 'Lund'), { ...YOGA, order: '19026089' }),
  bought(15.1, INES, { ...YOGA, order: '19026101', role: 'upsell' }),
  bought(14.8, ROSA, { ...BREATH, order: '19026104' }),
  bought(13.5, TOMAS, { ...WATERCOLOR, order: '19026110' }),
  bought(11.9, customer('Nadia', 'Koch'), { product: '350888', order: '19026120' }),
  { type: 'subscription.canceled', daysAgo: 11.2, ...KOFI, ...CLUB_KOFI },
  bought(9.4, EMMA, { ...YOGA, order: '19026124' }),
  bought(8.8, customer('Luca', 'Moretti'), { product: '440369', order: '19026126', subscription: '551203' }),
  bought(8.5, TOMAS, { ...MAT, order: '19026131' }),
  bought(8.3, ROSA, { ...YOGA, order: '19026133', role: 'order_bump' }),
  bought(6.6, customer('Theo', 'Lang'), { ...BREATH, order: '19026137' }),
  bought(5.2, EMMA, { ...MAT, order: '19026138' }),
  { type: 'subscription.restarted', daysAgo: 4.1, ...KOFI, ...CLUB_KOFI },
  { type: 'subscription.charged', daysAgo: 3, ...SARA, ...CLUB_SARA },
  // Zoe's card was refused until her access ended; a new card brings it back without anyone's help.
  { type: 'subscription.charge_failed', daysAgo: 6, ...ZOE, ...CLUB_ZOE },
  { type: 'subscription.delinquent', daysAgo: 2.95, ...ZOE, ...CLUB_ZOE },
  bought(2.9, customer('Noor', 'Visser'), { ...YOGA, order: '19026139' }),
  // The refund overtakes its purchase on the way; the purchase must not re-open what the refund closed.
  { type: 'product.refunded', daysAgo: 1.9, ...BEN, ...BREATH, order: '19026140' },
  { ...bought(2, BEN, { ...BREATH, order: '19026140' }), arrivedDaysAgo: 1.8 },
  bought(1.3, customer('Clara', 'Jensen'), { ...YOGA, order: '19026148' }),
  { type: 'subscription.charged', daysAgo: 1, ...INES, ...CLUB_INES },
  ...IN_OUTAGE,
  { type: 'subscription.recovered', daysAgo: 0.08, ...ZOE, ...CLUB_ZOE },
  // Ines gets her money back for the one course; the club still grants it.
  { type: 'product.refunded', daysAgo: 0.04, ...INES, ...YOGA, order: '19026101' },
]

/** Sent after Studio's API key was reset in Thinkific: it waits until the new key is entered. */
export const LAST_EVENT: DemoEvent = bought(0.01, MIRA, { ...WATERCOLOR, order: '19026163', role: 'order_bump' })

function bought(
  daysAgo: number,
  who: Pick<DemoEvent, 'email' | 'name'>,
  what: Pick<DemoEvent, 'product' | 'order' | 'subscription' | 'role'>,
): DemoEvent {
  return { type: 'product.purchased', daysAgo, ...who, ...what }
}

function customer(first: string, last: string): Pick<DemoEvent, 'email' | 'name'> {
  return { email: `${first}.${last}@example.com`.toLowerCase(), name: [first, last] }
}
