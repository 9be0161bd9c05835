import { test } from 'vitest'
import { calm } from './histories'
import { holds, LONGEST_MS } from './property'

test(
  'in whatever order and however often it is told, who is enrolled is who the rules say',
  () => holds(calm),
  LONGEST_MS,
)
