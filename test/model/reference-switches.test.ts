import { describe, test } from 'vitest'
import { checkAgainstReference, PARTS } from './reference/check'
import { changeable } from './reference/weather'

describe('Histories under every switch', () => {
  test.each(PARTS)(
    'whatever Thinkific does where it is not documented, who is enrolled is who the design says (part %d)',
    (part) => checkAgainstReference(changeable, part),
  )
})
