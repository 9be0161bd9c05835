/** The body any marketplace can send. Published at /schemas/event.json; what is read besides is in translate.ts. */
import * as z from 'zod'
import { EVENT_TYPES } from '../../../model/event-type'
import { MAX_ID_LENGTH, MAX_ITEMS } from '../../reading/text'

const id = z.union([z.string().min(1).max(MAX_ID_LENGTH), z.number()])
/** May be omitted or null. */
const optionalId = id.nullish()
const moment = z.string().meta({ format: 'date-time' })

const subscription = z
  .object({
    id: optionalId,
    failed_attempts: z
      .number()
      .int()
      .min(0)
      .nullish()
      .describe('Failures in a row so far. A failure with 4 or more is also a delinquency.'),
    period_end: moment.nullish().describe('End of the period already paid for.'),
  })
  .describe('The subscription the event is about.')

const payment = z
  .object({ id: optionalId })
  .describe('The payment that was made or, for refunds and disputes, the one given back.')

const item = z.object({
  product_id: id.describe("The marketplace's own id of the product."),
  product_name: z.union([z.string(), z.number()]).nullish(),
  role: z
    .enum(['primary', 'upsell', 'order_bump', 'payment_option'])
    .default('primary')
    .describe('How it was sold. All of them fire the same triggers.'),
  subscription: subscription.nullish().describe("This item's own subscription, in place of the event's."),
  payment: payment.nullish().describe("This item's own payment, in place of the event's."),
})

const field = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

export const schema = z
  .object({
    id: optionalId.describe('The event, for senders that can neither sign nor send an Idempotency-Key.'),
    type: z.enum(EVENT_TYPES).describe('What happened.'),
    timestamp: moment
      .nullish()
      .describe(
        'When it happened. Without it, the time of a signed post is its webhook-timestamp, of any other its arrival; a time in the future counts as the arrival.',
      ),
    data: z.object({
      test: z.boolean().nullish().describe('True for a test order; leave out if tests are not marked.'),
      customer: z.object({
        email: z.string().meta({ format: 'email' }).describe('Whom to enroll.'),
        first_name: z.string().nullish(),
        last_name: z.string().nullish(),
        id: optionalId.describe("The marketplace's own id of the customer."),
      }),
      order: z.object({ id: optionalId }).nullish(),
      items: z.array(item).min(1).max(MAX_ITEMS),
      subscription: subscription.nullish(),
      payment: payment.nullish(),
      custom_fields: z.record(z.string(), field).nullish().describe('By name.'),
    }),
  })
  .meta({
    title: 'Event',
    description: 'Something that happened in a marketplace. A field that does not fit counts as absent.',
  })
