import { describe, expect, test } from 'vitest'
import { play } from './reference/script'
import { TABLES } from './reference/tables'

for (const [about, table] of Object.entries(TABLES)) {
  describe(about, () => {
    test.each(Object.entries(table))('%s', (_, script) => {
      const { right, unclear = [] } = script
      expect(play(script)).toEqual({ access: right, unclear })
    })
  })
}
