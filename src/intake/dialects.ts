import type { Dialect } from './dialect'
import { samcart } from './formats/samcart'
import { standard } from './formats/standard'

export const DIALECTS: readonly Dialect[] = [standard, samcart]

/** Dialect of `/hooks/:endpoint` without a name. */
export const PLAIN_DIALECT = standard.name
