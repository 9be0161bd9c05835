import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../../src/intake/formats'
import { observe } from '../../../src/journal/dunning/dunning'
import { toObservation } from '../../../src/journal/dunning/observation'
import { TRIGGERS, type Trigger } from '../../../src/model/trigger'
import { toEvent } from '../understanding'

/** What the first post of each kind fires, in a marketplace that knows nothing yet. */
const ALSO: Record<'facts' | 'triggers', Partial<Record<Trigger, Trigger[]>>> = {
  facts: {
    'subscription.delinquent': ['subscription.canceled'],
    'subscription.recovered': ['subscription.charged'],
    'subscription.completed': ['subscription.charged'],
  },
  triggers: { 'subscription.delinquent': ['subscription.canceled'] },
}

describe.each(Object.values(FORMATS))('a post in the format $name', (format) => {
  test.each(TRIGGERS.map((type) => ({ type, also: ALSO[format.reports][type] ?? [] })))(
    '$type fires itself and $also',
    async ({ type, also }) => {
      const body = readFileSync(`test/fixtures/${format.name}/${type}.json`, 'utf8')
      const event = await toEvent(format, body)
      expect(event).toMatchObject({
        type,
        source: { kind: 'endpoint', sender: format.name, format: format.name },
        tells: format.reports,
        customer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', id: '998877' },
        orderId: '19026152',
        body,
      })
      expect(event.customFields).toMatchObject({ Company: 'Acme' })
      const [item] = event.items
      if (!item) {
        throw new Error('no item')
      }
      expect(item.subscription?.id ?? null).toBe(type.startsWith('subscription.') ? '551122' : null)
      const { fired } = observe(null, toObservation(event, item, null, 'ada'))
      expect(fired.map(({ trigger }) => trigger)).toEqual([type, ...also])
      expect(fired.map(({ own }) => own)).toEqual([true, ...also.map(() => false)])
    },
  )
})
