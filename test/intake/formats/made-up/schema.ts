import { z } from 'zod'
import { email } from '../../../../src/intake/formats/email'

export const schema = z.object({ type: z.string(), to: email, what: z.string(), ref: z.string() })

export type MadeUpBody = z.infer<typeof schema>
