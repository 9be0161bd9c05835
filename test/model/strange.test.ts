import { test } from 'vitest'
import { strange } from './histories'
import { holds, LONGEST_MS } from './property'

test(
  'whatever Thinkific does where nobody knows what it does, who is enrolled is who the rules say',
  () => holds(strange),
  LONGEST_MS,
)
