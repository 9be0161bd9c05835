/** The shape a sender should write in each format, published as JSON Schema. Reading is more generous, and needs none of it. */
import type * as z from 'zod'
import type { FORMATS } from './formats'
import { schema as samcart } from './formats/samcart/schema'
import { schema as standard } from './formats/standard/schema'

export const SCHEMAS: Record<keyof typeof FORMATS, z.ZodType> = { standard, samcart }
