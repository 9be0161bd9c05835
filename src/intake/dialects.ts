/** Every sender we understand: one line each. */
import type { Dialect } from './dialect'
import { samcart } from './formats/samcart'
import { standard } from './formats/standard'

export const DIALECTS: readonly Dialect[] = [standard, samcart]

/** The dialect of `/hooks/:endpoint` without a name. */
export const PLAIN_DIALECT = standard.name
