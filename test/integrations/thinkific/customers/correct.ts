/** Correct email as its job does it: the purchases move, then each email's access is settled as the person's own acts. */
import { vi } from 'vitest'
import type { Target } from '../../../../src/integrations/thinkific/actions'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import type { Settling } from '../../../../src/model/outcome'
import { type Academy, type EventSpec, HOUR, runToEnd, START } from '../academy'

export const ADA = 'ada@example.com'
/** Mistyped. */
export const ADDA = 'adda@example.com'
export const BYRON = 'ada.byron@example.com'

interface Correction {
  from: string
  to: string
  /** Hours after the start. */
  at: number
  purchase?: Partial<EventSpec>
}

export async function correct(shop: Academy, { from, to, at, purchase = {} }: Correction): Promise<Settling[]> {
  vi.setSystemTime(Math.max(Date.now(), START + at * HOUR))
  const { enroll, end } = await runToEnd(correctEmailAtSite(shop.site, 'shop', from, to))
  const settlings: Settling[] = []
  for (const target of enroll as Target[]) {
    const job = await shop.job({ ...purchase, origin: 'person', email: to, target, at })
    const instruction = { ...job.instruction, settles: { how: 'as granted' as const } }
    settlings.push(await shop.settled({ ...job, instruction }))
  }
  for (const target of end as Target[]) {
    const byHand = { product: 'by-hand', order: null, origin: 'person', options: { removeAlways: false } } as const
    settlings.push(
      await shop.receive({ ...byHand, trigger: 'product.refunded', does: 'expire', email: from, target, at }),
    )
  }
  return settlings
}
