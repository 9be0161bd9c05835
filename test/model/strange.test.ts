import { test } from 'vitest'
import { strange } from './histories'
import { checkHistories, PARTS } from './property'

test.each(PARTS)(
  'whatever Thinkific does where nobody knows what it does, who is enrolled is who the rules say (part %d)',
  (part) => checkHistories(strange, part),
)
