import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { addLogFields, describeError } from '../../src/http/request-log'

describe('The log line of a request', () => {
  test('a failed query is blamed on its cause, without the values it was given', () => {
    const cause = new Error('D1_ERROR: no such table: people')
    const error = new DrizzleQueryError('select * from people where email = ?', ['ada@example.com'], cause)
    expect(error.message).toContain('ada@example.com')
    expect(describeError(error)).toMatchObject({ error: 'Error: D1_ERROR: no such table: people' })
    expect(JSON.stringify(describeError(error))).not.toContain('ada')
  })

  test('outside of a request there is no line to add to', () => {
    expect(() => addLogFields({ event: 'e1' })).not.toThrow()
  })
})
