import { describe, expect, test } from 'vitest'
import { version } from '../../package.json'
import { USER_AGENT } from '../../src/http/user-agent'

describe('the user agent', () => {
  test('names the version that makes the request', () => {
    expect(USER_AGENT).toBe(`Enrollwire/${version.split('.').slice(0, 2).join('.')}`)
  })
})
