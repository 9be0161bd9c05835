import { test } from 'vitest'
import { calm } from './histories'
import { holds } from './property'

test('in whatever order and however often it is told, who is enrolled is who the rules say', () => holds(calm))
