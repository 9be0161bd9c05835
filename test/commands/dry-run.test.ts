import { describe, expect, test } from 'vitest'
import { tryOut } from '../../.run/dry-run'
import { CONFIG } from './deploy-tools'

const STAGING = '[env.staging.vars]\nSIGN_UP = "open"\n'

async function rehearse(
  environment: string | null,
  answer = { code: 0, printed: 'Total Upload: 9 KiB / gzip: 364.3 KiB' },
) {
  const [printed, uploaded]: [string[], string[]] = [[], []]
  let standing = 0
  const failure = await tryOut(
    {
      config: `${CONFIG}\n${STAGING}`,
      print: (line) => printed.push(line),
      wrangler: async (words) => {
        expect(words).toContain('--dry-run')
        expect(words.slice(-2)).toEqual(['-c', 'passing.toml'])
        return answer
      },
      writePassingConfig: (text) => {
        uploaded.push(text)
        standing += 1
        return { path: 'passing.toml', destroy: () => (standing -= 1) }
      },
    },
    environment,
  ).catch((error: Error) => error.message)
  return { printed: printed.join('\n'), uploaded: uploaded.join('\n'), standing, failure }
}

describe('A dry run', () => {
  test('shows the environment that was asked for, with its own names and settings', async () => {
    const { printed, uploaded, standing, failure } = await rehearse('staging')
    expect(failure).toBeUndefined()
    expect(printed).toMatch(/enrollwire-staging, .* enrollwire-staging-copies .* enrollwire-staging-events-dead/)
    expect(uploaded).toMatch(/^name = "enrollwire-staging"$/m)
    expect(uploaded).toMatch(/^queue = "enrollwire-staging-events"$/m)
    expect(uploaded).toContain('SIGN_UP = "open"')
    expect(standing).toBe(0)
  })

  test('of production has nothing of another environment', async () => {
    const { uploaded } = await rehearse(null)
    expect(uploaded).toMatch(/^name = "enrollwire"$/m)
    expect(uploaded).not.toMatch(/staging|SIGN_UP = "open"/)
  })

  test('fails above the budget, and where the Worker does not build', async () => {
    const large = { code: 0, printed: 'Total Upload: 9 KiB / gzip: 451.1 KiB' }
    expect((await rehearse(null, large)).failure).toContain('its budget is 450 KiB')
    const broken = await rehearse(null, { code: 1, printed: 'No such module' })
    expect(broken.failure).toMatch(/failed\. wrangler said:\nNo such module/)
    expect(broken.standing).toBe(0)
  })
})
