import { test } from 'vitest'
import { rough } from './histories'
import { holds } from './property'

test('whatever fails between any two steps, who is enrolled is who the rules say', () => holds(rough))
