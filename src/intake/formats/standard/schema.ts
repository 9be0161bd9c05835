/** The body any marketplace can send. Published at /schemas/event.json. */
import { z } from 'zod'
import { EVENT_TYPES } from '../../../model/event-type'
import { cleanId, MAX_ID_LENGTH, MAX_ITEMS } from '../../reading/text'
import { email } from '../email'

/** ISO 8601; UTC without a zone. */
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i

const id = z.union([z.string().max(MAX_ID_LENGTH), z.number()]).transform((value, context) => {
  const known = cleanId(value)
  if (known === null) {
    context.addIssue({ code: 'custom', message: 'is empty' })
  }
  return known ?? z.NEVER
})

/** May be omitted, empty or null. */
const optionalId = z
  .union([z.string().max(MAX_ID_LENGTH), z.number(), z.null()])
  .optional()
  .transform((value) => cleanId(value))

const moment = z
  .string()
  .meta({ format: 'date-time' })
  .transform((value, context) => {
    const at = MOMENT.test(value.trim()) ? Date.parse(toUtc(value.trim())) : Number.NaN
    if (Number.isNaN(at)) {
      context.addIssue({ code: 'custom', message: 'is not a date and time like 2026-11-20T10:15:00Z' })
    }
    return at
  })

const subscription = z
  .object({
    id: optionalId,
    failed_attempts: z.coerce
      .number()
      .int()
      .min(0)
      .nullish()
      .describe('Failures in a row so far. A failure with 4 or more is also a delinquency.'),
    period_end: moment.nullish().describe('End of the period already paid for.'),
  })
  .describe('The subscription the event is about.')

const item = z.object({
  product_id: id.describe("The marketplace's own id of the product."),
  product_name: z.union([z.string(), z.number()]).nullish(),
  role: z
    .enum(['primary', 'upsell', 'order_bump', 'payment_option'])
    .default('primary')
    .catch('primary')
    .describe('How it was sold. All of them fire the same triggers.'),
  subscription: subscription.nullish().describe("This item's own subscription, in place of the event's."),
})

const field = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

export const schema = z
  .object({
    id: optionalId.describe('The event, for senders that can neither sign nor send an Idempotency-Key.'),
    type: z.enum(EVENT_TYPES).describe('What happened.'),
    timestamp: moment.describe('When it happened. A time in the future counts as the time of arrival.'),
    data: z.object({
      test: z.boolean().nullish().describe('True for a test order; leave out if tests are not marked.'),
      customer: z.object({
        email: email.describe('Whom to enroll.'),
        first_name: z.string().nullish(),
        last_name: z.string().nullish(),
        id: optionalId.describe("The marketplace's own id of the customer."),
      }),
      order: z.object({ id: optionalId }).nullish(),
      items: z.array(item).min(1).max(MAX_ITEMS),
      subscription: subscription.nullish(),
      custom_fields: z.record(z.string(), field).nullish().describe('By name.'),
    }),
  })
  .meta({ title: 'Event', description: 'Something that happened in a marketplace.' })

export type StandardBody = z.infer<typeof schema>

/** JavaScript would read `2026-03-08 00:18:35` in the machine's own zone. */
function toUtc(value: string): string {
  const joined = value.replace(' ', 'T')
  return /(Z|[+-]\d\d:?\d\d)$/i.test(joined) ? joined : `${joined}Z`
}
