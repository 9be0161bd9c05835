import { test } from 'vitest'
import { rough } from './histories'
import { checkHistories, PARTS } from './property'

test.each(PARTS)('whatever fails between any two steps, who is enrolled is who the rules say (part %d)', (part) =>
  checkHistories(rough, part),
)
