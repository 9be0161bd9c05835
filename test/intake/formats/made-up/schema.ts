import { z } from 'zod'

export const schema = z.object({ type: z.string(), to: z.email(), what: z.string(), ref: z.string() })
