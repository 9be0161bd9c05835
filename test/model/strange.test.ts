import { test } from 'vitest'
import { strange } from './histories'
import { checkHistories } from './property'

test('whatever Thinkific does where nobody knows what it does, who is enrolled is who the rules say', () =>
  checkHistories(strange))
