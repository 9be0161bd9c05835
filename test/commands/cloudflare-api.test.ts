import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cloudflareApi } from '../../.run/cloudflare-api'
import { CloudflareAccount } from './cloudflare-account'

const signedIn = async () => ({ code: 0, printed: 'a notice\n{ "type": "oauth", "token": "t" }\n' })
const account = new CloudflareAccount()
let address: string

beforeEach(async () => {
  account.isSignedIn = true
  account.failing = null
  address = await account.start()
})

afterEach(() => account.stop())

describe('Asking Cloudflare', () => {
  test('answers what there is, and null for what there is not', async () => {
    const ask = cloudflareApi(signedIn, address)
    expect(await ask('/accounts')).toMatchObject([{ name: 'Shop' }])
    expect(await ask('/nothing')).toBeNull()
  })

  test('without a sign-in says to sign in', async () => {
    const ask = cloudflareApi(async () => ({ code: 1, printed: 'You are not logged in.' }), address)
    await expect(ask('/accounts')).rejects.toThrow('Not signed in to Cloudflare. Run `npx wrangler login`')
  })

  test('with a sign-in that is refused says so', async () => {
    account.isSignedIn = false
    await expect(cloudflareApi(signedIn, address)('/accounts')).rejects.toThrow(/refuses .*Invalid API Token/)
  })

  test('without a network says that, and nothing of signing in', async () => {
    account.stop()
    const failure = await cloudflareApi(signedIn, 'http://127.0.0.1:1')('/accounts').catch((error: Error) => error)
    expect(String(failure)).toMatch(/cannot be reached from here.*network/)
    expect(String(failure)).not.toContain('login')
    const renewal = cloudflareApi(async () => ({ code: 1, printed: 'fetch failed' }), address)
    await expect(renewal('/accounts')).rejects.toThrow('cannot be reached')
  })

  test('passes on why it failed', async () => {
    account.failing = /GET \/accounts/
    await expect(cloudflareApi(signedIn, address)('/accounts')).rejects.toThrow('(500): Cloudflare fails here')
  })
})
