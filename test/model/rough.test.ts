import { test } from 'vitest'
import { rough } from './histories'
import { checkHistories } from './property'

test('whatever fails between any two steps, who is enrolled is who the rules say', () => checkHistories(rough))
