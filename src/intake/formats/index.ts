/** Every wording we understand: one line each. */
import type { Format } from './format'
import { samcart } from './samcart'
import { standard } from './standard'

export const FORMATS = { standard, samcart } satisfies Record<string, Format>
