/** The operator's way back in, by the SQL it sends to a real D1 and the page that takes its link. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { newPasswordLink } from '../../.run/new-password-link'
import { merchant, PASSWORD, redirectOf, Visitor } from '../web/accounts/visitor'

const NEW = 'a password remembered now'
const commands: string[] = []
const tools = {
  where: ['--local'],
  print: () => {},
  wrangler: async (args: string[]) => {
    commands.push(args.join(' '))
    const batch = await env.DB.batch(
      (args.at(-1) ?? '')
        .split(/;\s*/)
        .filter(Boolean)
        .map((sql) => env.DB.prepare(sql)),
    )
    return { code: 0, printed: `a notice of wrangler\n${JSON.stringify(batch.map(({ results }) => ({ results })))}` }
  },
}

beforeAll(async () => {
  await merchant('sole')
})

describe('npm run new-password', () => {
  test('makes a link that works once, whatever the casing of the email', async () => {
    const path = await newPasswordLink(tools, ' Sole@Example.com ', Date.now())
    const visitor = new Visitor()
    expect((await visitor.get(path)).status).toBe(200)
    const token = path.split('=')[1] ?? ''
    expect(redirectOf(await visitor.post('/new-password', { token, password: NEW }))).toBe('/sign-in')
    expect((await visitor.post('/new-password', { token, password: PASSWORD })).status).toBe(422)
    expect(redirectOf(await visitor.post('/sign-in', { email: 'sole@example.com', password: NEW }))).toBe('/')
    // Others on the machine can read a command's words.
    expect(commands.join()).not.toContain(token)
  })

  test('makes the links before it useless, and its own after a day', async () => {
    const old = (await newPasswordLink(tools, 'sole@example.com', Date.now())).split('=')[1] ?? ''
    await newPasswordLink(tools, 'sole@example.com', Date.now())
    expect((await new Visitor().post('/new-password', { token: old, password: NEW })).status).toBe(422)
    const late = (await newPasswordLink(tools, 'sole@example.com', Date.now() - 86_400_001)).split('=')[1] ?? ''
    expect((await new Visitor().post('/new-password', { token: late, password: NEW })).status).toBe(422)
  })

  test('says so where there is no such account, and an email cannot break out of its text', async () => {
    await expect(newPasswordLink(tools, 'nobody@example.com', Date.now())).rejects.toThrow('There is no account')
    await expect(newPasswordLink(tools, `' OR '1'='1`, Date.now())).rejects.toThrow('There is no account')
  })
})
