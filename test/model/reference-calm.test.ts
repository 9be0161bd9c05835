import { describe, test } from 'vitest'
import { checkAgainstReference, PARTS } from './reference/check'
import { fair } from './reference/weather'

describe('Calm histories', () => {
  test.each(PARTS)(
    'in whatever order and however often it arrives, who is enrolled is who the design says (part %d)',
    (part) => checkAgainstReference(fair, part),
  )
})
