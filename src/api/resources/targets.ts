/** What a rule gives or ends access to, as answers describe it. */
import * as z from 'zod'

export const target = z
  .object({ kind: z.string().meta({ example: 'course' }), id: z.string(), name: z.string() })
  .meta({ id: 'Target' })
