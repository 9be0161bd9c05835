/** What every answer of the Worker says, whatever it answers. */
import { exports } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { ORIGIN } from './person'

describe('Every answer', () => {
  test.each([
    ...[
      ['GET', '/sign-in'],
      ['GET', '/nothing/here'],
      ['GET', '/healthz'],
      ['GET', '/status'],
      ['GET', '/openapi.json'],
    ],
    ...[
      ['GET', '/hooks/x'],
      ['POST', '/hooks/x'],
      ['POST', '/sign-out'],
      ['PROPFIND', '/sign-in'],
      ['OPTIONS', '/m/x/logs'],
    ],
  ])('%s %s is what it claims to be, encrypted, and open to no other site', async (method, path) => {
    const { headers, status } = await exports.default.fetch(
      new Request(`${ORIGIN}${path}`, { method, redirect: 'manual' }),
    )
    expect(status).toBeLessThan(500)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })
})
