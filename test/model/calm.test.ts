import { test } from 'vitest'
import { calm } from './histories'
import { checkHistories } from './property'

test('in whatever order and however often it is told, who is enrolled is who the rules say', () => checkHistories(calm))
