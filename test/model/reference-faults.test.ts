import { describe, test } from 'vitest'
import { checkAgainstReference, PARTS } from './reference/check'
import { stormy } from './reference/weather'

describe('Histories with faults', () => {
  test.each(PARTS)('whatever fails between any two steps, who is enrolled is who the design says (part %d)', (part) =>
    checkAgainstReference(stormy, part),
  )
})
