import * as z from 'zod'
import { NOTE_CHARACTERS } from '../../../journal/customers/note-commands'
import { comparableEmail, findInvisible, storedEmail } from '../../../model/email'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id, NAME_CHARACTERS } from '../../contract/values'

/** RFC 5321. */
const LONGEST_EMAIL = 254

/** As it is stored: also one that 0.1.0 took with something odd in it. */
const known = z.string().min(1).max(LONGEST_EMAIL).transform(storedEmail)
const email = z
  .string()
  .transform(comparableEmail)
  .refine((text) => findInvisible(text) === null, { error: 'It has an invisible character.' })
  .pipe(z.email({ error: 'This is not an email address.' }).max(LONGEST_EMAIL))
  .meta({ example: 'ada@example.com' })
const params = z.strictObject({ email: known.meta({ description: 'Percent-encoded.', example: 'ada@example.com' }) })
const target = z.strictObject({ kind: z.string().max(NAME_CHARACTERS).meta({ example: 'course' }), id })

export const CUSTOMERS = {
  listCustomers: {
    method: 'get',
    path: '/customers',
    scope: 'read',
    query: z.strictObject({
      ...paging,
      search: z
        .string()
        .max(NAME_CHARACTERS)
        .optional()
        .meta({ description: 'Part of an email or a name, or the beginning of an order’s id.' }),
      product: id.optional().meta({ description: 'Only who an entry with this product named.' }),
    }),
  },
  getCustomer: { method: 'get', path: '/customers/{email}', scope: 'read', params },
  getAccess: { method: 'get', path: '/customers/{email}/access', scope: 'read', params },
  enrollCustomer: {
    method: 'post',
    path: '/customers/{email}/enrollments',
    scope: 'write',
    params: z.strictObject({ email }),
    body: z.strictObject({
      integration: id,
      target,
      purchase: z
        .strictObject({ product: id, order: id.nullable().default(null), subscription: id.nullable().default(null) })
        .optional()
        .meta({ description: 'One of the customer’s that this is for; left out, it is for none.' }),
    }),
    status: 202,
  },
  endAccess: {
    method: 'post',
    path: '/customers/{email}/endings',
    scope: 'write',
    params,
    body: z.strictObject({ integration: id, target }),
    status: 202,
  },
  correctEmail: {
    method: 'post',
    path: '/customers/{email}/corrections',
    scope: 'write',
    params,
    body: z.strictObject({ to: email, moves_access: z.boolean().default(true) }),
    status: 202,
  },
  addNote: {
    method: 'post',
    path: '/customers/{email}/notes',
    scope: 'write',
    params,
    body: z.strictObject({ text: z.string().trim().min(1).max(NOTE_CHARACTERS) }),
    status: 201,
  },
} as const satisfies Operations
