import { test } from 'vitest'
import { calm } from './histories'
import { checkHistories, PARTS } from './property'

test.each(PARTS)(
  'in whatever order and however often it is told, who is enrolled is who the rules say (part %d)',
  (part) => checkHistories(calm, part),
)
