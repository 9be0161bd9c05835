import { describe, expect, test } from 'vitest'
import { readSettings } from '../../.run/settings'

describe('The environment of npm start', () => {
  test('may be empty', () => {
    expect(readSettings({ PORT: '' })).toEqual({
      port: 8787,
      thinkificPort: 8788,
      mails: true,
      stateDir: '.wrangler/state',
      thinkificApiUrl: null,
    })
  })

  test.each(['0', '65536', '80.5', 'http', '-1'])('names no port with “%s”', (text) => {
    expect(() => readSettings({ THINKIFIC_PORT: text })).toThrow(`THINKIFIC_PORT must be a port number`)
  })

  test('gives no port to two, unless only one listens', () => {
    expect(() => readSettings({ PORT: '8788' })).toThrow('PORT and THINKIFIC_PORT are both 8788')
    expect(readSettings({ PORT: '8788', THINKIFIC_API_URL: 'https://api.example.com' }).port).toBe(8788)
  })
})
