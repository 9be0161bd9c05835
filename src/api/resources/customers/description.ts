import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import { row } from '../entries/description'
import { job } from '../jobs/description'
import { target } from '../targets'
import type { CUSTOMERS } from './operations'

const product = z.object({ id: z.string(), name: z.string().nullable() })
const integration = z.object({ id: z.string(), name: z.string() })

const listed = z
  .object({
    email: z.string(),
    name: z.string().nullable(),
    last: z
      .object({ at: time, type: z.string(), products: z.array(z.string()) })
      .nullable()
      .meta({ description: 'Their newest event.' }),
  })
  .meta({ id: 'ListedCustomer' })

const note = z.object({ id: z.string(), at: time, author: z.string(), text: z.string() }).meta({ id: 'Note' })

const customer = z
  .object({
    email: z.string(),
    name: z.string().nullable(),
    customer_id: z.string().nullable().meta({ description: 'The marketplace’s own.' }),
    erased: z.boolean(),
    events: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        happened_at: time,
        received_at: time,
        order: z.string().nullable(),
        products: z.array(product.extend({ subscription: z.string().nullable() })),
        test: z.boolean(),
        repeats: z.number().int(),
        entries: z.array(row),
      }),
    ),
    notes: z.array(note),
  })
  .meta({ id: 'Customer' })

const access = z
  .object({
    integration,
    target,
    open: z.boolean(),
    reason: z.string().meta({ description: 'Why, in a sentence.' }),
    ends_at: time.nullable(),
    starts_at: time.nullable().meta({ description: 'When access that is not open begins.' }),
    explained: z.boolean().meta({ description: 'False where it was found open and no purchase explains it.' }),
    at_site: z
      .object({ open: z.boolean(), ends_at: time.nullable() })
      .nullable()
      .meta({ description: 'As last written to or seen at the site.' }),
  })
  .meta({ id: 'Access' })

const purchase = z
  .object({
    integration,
    product,
    orders: z.array(z.string()),
    subscriptions: z.array(z.string()),
    test: z.boolean(),
    ended: z.object({ trigger: z.string(), at: time }).nullable(),
  })
  .meta({ id: 'Purchase' })

export const customerDescription = {
  name: 'Customers',
  text: 'Everyone whom events named. A customer is exported and erased on a page.',
  operations: {
    listCustomers: {
      summary: 'Customers',
      answer: listOf(listed).extend({
        complete: z.boolean().meta({ description: 'False while earlier customers are still being listed.' }),
      }),
    },
    getCustomer: {
      summary: 'A customer’s events, their entries, and notes',
      description: 'Of someone unknown too: then it is empty.',
      answer: customer,
    },
    getAccess: {
      summary: 'What a customer may open, and why',
      answer: z.object({
        items: z.array(access),
        purchases: z.array(purchase),
        complete: z.boolean().meta({ description: 'False where a site did not answer.' }),
      }),
    },
    enrollCustomer: {
      summary: 'Enroll now',
      description: 'Answers the entry that says what comes of it.',
      answer: row,
    },
    endAccess: {
      summary: 'End access now',
      description: 'Whatever purchase gave it. Answers the entry that says what comes of it.',
      answer: row,
    },
    correctEmail: {
      summary: 'Correct a customer’s email',
      description: 'Moves what they bought, and their access where that is asked for.',
      answer: z.object({ job }),
    },
    addNote: { summary: 'Write a note', answer: note },
  },
} satisfies ResourceDescription<typeof CUSTOMERS>

export type CustomerAnswers = DescribedAnswers<typeof customerDescription>
