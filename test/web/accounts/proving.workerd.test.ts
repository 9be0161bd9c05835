/** An address is proven by a link mailed to it, and by nothing else. */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { type Host, linkFor, turnOnTwoStep } from './host'
import { mailer, merchant, PASSWORD, redirectOf, Visitor } from './visitor'

const { send, settings: MAILS } = mailer()

beforeAll(async () => {
  await loadAuth(env)
})
beforeEach(() => {
  send.mockClear()
})

/** An admin of a deployment that mails. */
async function mailingHost(name: string): Promise<Host> {
  const host = await merchant(name)
  Object.assign(host.visitor.settings, MAILS)
  return host
}

function lastMail(): { to: string; text: string; path: string; secret: string } {
  const { to = '', text = '' } = send.mock.calls.at(-1)?.[0] ?? {}
  const path = /https:\/\/enrollwire\.test(\/\S+)/.exec(text)?.[1] ?? 'no link'
  return { to, text, path, secret: path.split('=')[1] ?? '' }
}

async function isProven(email: string): Promise<boolean | null> {
  const found = await env.DB.prepare('SELECT email_verified AS proven FROM people WHERE email = ?')
    .bind(email)
    .first<number>('proven')
  return found === null ? null : found === 1
}

describe('An invitation', () => {
  test('is mailed where there is a mailer, shown to no admin, and proves its address', async () => {
    const host = await mailingHost('ada')
    expect(await linkFor(host, 'ben@example.com')).toBe('no link')
    const { to, path, secret } = lastMail()
    expect(to).toBe('ben@example.com')
    const team = `/m/${host.marketplace}/team`
    const page = await (await host.visitor.get(team)).text()
    expect(page).toContain('Sent to this address by ada')
    expect(page).not.toContain(secret)

    const ben = new Visitor(MAILS)
    expect(await (await ben.get(path)).text()).not.toContain('not confirmed')
    await ben.post('/sign-up', { invitation: secret, name: 'Ben', password: PASSWORD })
    expect(await isProven('ben@example.com')).toBe(true)
    expect(await (await host.visitor.get(team)).text()).not.toContain('ben@example.com · address not confirmed')
  })

  test('that is mailed is known to no admin: what their form held opens nothing, and sending it twice mails once', async () => {
    const host = await mailingHost('pia')
    const team = `/m/${host.marketplace}/team`
    const id = /name="id" value="([a-z2-9]{26})"/.exec(await (await host.visitor.get(team)).text())?.[1] ?? 'no id'
    for (const _ of ['first', 'second']) {
      const sent = await host.visitor.post(`${team}/invitations`, { id, email: 'quin@example.com', role: 'merchant' })
      expect(redirectOf(sent)).toBe(team)
    }
    expect(send).toHaveBeenCalledTimes(1)
    const thief = await new Visitor(MAILS).post('/sign-up', { invitation: id, name: 'Thief', password: PASSWORD })
    expect([thief.status, await isProven('quin@example.com')]).toEqual([404, null])
    const { results } = await env.DB.prepare('SELECT * FROM invitations').all()
    expect(JSON.stringify(results)).not.toContain(lastMail().secret)
    expect((await new Visitor(MAILS).get(lastMail().path)).status).toBe(200)
  })

  test('that could not be mailed does not exist, and the admin sees why', async () => {
    const host = await mailingHost('rob')
    send.mockRejectedValueOnce(new Error('suppressed'))
    const address = `/m/${host.marketplace}/team/invitations`
    const fields = { id: 'a'.repeat(26), email: 'sue@example.com', role: 'merchant' }
    const refused = await host.visitor.post(address, fields)
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('no one is invited yet')])
    expect(
      await env.DB.prepare('SELECT id FROM invitations WHERE email = ?').bind('sue@example.com').first(),
    ).toBeNull()
    expect(redirectOf(await host.visitor.post(address, fields))).toBe(`/m/${host.marketplace}/team`)
    expect((await new Visitor(MAILS).get(lastMail().path)).status).toBe(200)
  })

  test('that is mailed proves the address of who has an account already', async () => {
    const guest = await merchant('cleo')
    await linkFor(await mailingHost('dan'), guest.email)
    expect(await isProven(guest.email)).toBe(false)
    await guest.visitor.post('/join', { invitation: lastMail().secret })
    expect(await isProven(guest.email)).toBe(true)
  })

  test('that an admin hands over says so, and the account is marked as not confirmed', async () => {
    const host = await merchant('emil')
    const link = await linkFor(host, 'fay@example.com')
    const fay = new Visitor()
    expect(await (await fay.get(link)).text()).toContain('an admin handed it out')
    await fay.post('/sign-up', { invitation: link.split('=')[1] ?? '', name: 'Fay', password: PASSWORD })
    expect(await isProven('fay@example.com')).toBe(false)
    const page = await (await host.visitor.get(`/m/${host.marketplace}/team`)).text()
    expect(page).toContain('fay@example.com · address not confirmed')
  })

  test('is mailed five times an hour to one address, and no more', async () => {
    const host = await mailingHost('gil')
    for (let sent = 0; sent < 5; sent += 1) {
      await linkFor(host, 'hana@example.com')
    }
    const answer = await host.visitor.post(`/m/${host.marketplace}/team/invitations`, {
      email: 'hana@example.com',
      role: 'merchant',
    })
    expect([answer.status, send.mock.calls.length]).toEqual([422, 5])
    expect(await answer.text()).toContain('Wait an hour')
    const other = await mailingHost('tom')
    expect(await linkFor(other, 'hana@example.com')).toBe('no link')
    expect(send).toHaveBeenCalledTimes(5)
  })
})

describe('Open sign-up with a mailer', () => {
  const open = () => new Visitor({ SIGN_UP: 'open', ...MAILS })

  test('makes an account by the link that was mailed, once', async () => {
    const email = 'ivo@example.com'
    const visitor = open()
    expect(await (await visitor.get('/sign-up')).text()).not.toContain('name="password"')
    await visitor.post('/sign-up/addresses', { email })
    expect(await isProven(email)).toBeNull()
    const { path, secret } = lastMail()
    expect(await (await visitor.get(path)).text()).toContain(email)
    const fields = { address: secret, name: 'Ivo', password: PASSWORD, marketplace: 'Ivo’s shop' }
    expect((await visitor.post('/sign-up/proven', { ...fields, password: 'short' })).status).toBe(422)
    expect(redirectOf(await visitor.post('/sign-up/proven', fields))).toMatch(/\/overview$/)
    expect(await isProven(email)).toBe(true)
    expect((await open().post('/sign-up/proven', fields)).status).toBe(404)
  })

  test('registers no address that was not read', async () => {
    const fields = { email: 'jo@example.com', name: 'Jo', password: PASSWORD, marketplace: 'x', address: 'made-up' }
    expect((await open().post('/sign-up/open', fields)).status).toBe(404)
    expect((await open().post('/sign-up/proven', fields)).status).toBe(404)
    expect(await isProven('jo@example.com')).toBeNull()
  })

  test('answers alike whether the address has an account or not, and mails its owner', async () => {
    const { email } = await merchant('kim')
    const ask = async (address: string) => {
      const answer = await open().post('/sign-up/addresses', { email: address })
      return (await answer.text()).replaceAll(address, '…')
    }
    expect(await ask(email)).toBe(await ask('nobody@example.com'))
    expect(send.mock.calls.map(([{ to }]) => to)).toEqual([email, 'nobody@example.com'])
    expect(send.mock.calls[0]?.[0].text).toContain('You already have an account with this address.')
  })

  test('does not exist on a deployment by invitation', async () => {
    const closed = new Visitor(MAILS)
    expect((await closed.post('/sign-up/addresses', { email: 'lea@example.com' })).status).toBe(404)
    expect(send).not.toHaveBeenCalled()
  })
})

describe('Open sign-up without a mailer', () => {
  test('registers no one, answers everyone alike and offers no form', async () => {
    const { email } = await merchant('uwe')
    const open = new Visitor({ SIGN_UP: 'open' })
    for (const address of [email, 'nobody@example.com']) {
      const fields = { name: 'x', email: address, password: PASSWORD, marketplace: 'x', address: 'x' }
      for (const door of ['/sign-up/open', '/sign-up/addresses', '/sign-up/proven']) {
        expect([door, (await open.post(door, fields)).status]).toEqual([door, 404])
      }
    }
    const page = await open.get('/sign-up')
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('e-mail isn’t set up here yet')])
    expect(await (await open.get('/sign-in')).text()).not.toContain('/sign-up')
  })
})

describe('A link for a new password', () => {
  test('proves the address when it was mailed, and puts out who registered it unread', async () => {
    const squatter = await merchant('mia')
    await new Visitor(MAILS).post('/forgotten-password', { email: squatter.email })
    await new Visitor().post('/new-password', { token: lastMail().secret, password: 'chosen by the owner' })
    expect(await isProven(squatter.email)).toBe(true)
    expect(redirectOf(await squatter.visitor.get('/account'))).toMatch(/^\/sign-in/)
  })

  test('removes the two-step sign-in of a person who never proved the address, and no owner’s', async () => {
    const { email, visitor } = await merchant('vera')
    const renew = async (password: string) => {
      await new Visitor(MAILS).post('/forgotten-password', { email })
      await new Visitor().post('/new-password', { token: lastMail().secret, password })
      return redirectOf(await visitor.post('/sign-in', { email, password }))
    }
    await turnOnTwoStep(visitor)
    expect(await renew(PASSWORD)).toBe('/')
    await turnOnTwoStep(visitor)
    expect(await renew('chosen once more')).toMatch(/^\/sign-in\/code/)
  })
})

describe('Links that leave the site', () => {
  test('begin with the configured address, whatever host a request names', async () => {
    const host = await mailingHost('ned')
    const address = { PUBLIC_URL: 'https://enroll.example.com/' }
    Object.assign(host.visitor.settings, address)
    await linkFor(host, 'olga@example.com')
    expect(lastMail().text).toContain('https://enroll.example.com/sign-up?invitation=')
    await new Visitor({ ...MAILS, ...address }).post('/forgotten-password', { email: host.email })
    expect(lastMail().text).toContain('https://enroll.example.com/new-password?token=')
  })

  test('are not mailed where no address is configured: a request could name any host', async () => {
    const { email } = await merchant('wes')
    await new Visitor({ ...MAILS, PUBLIC_URL: '' }).post('/forgotten-password', { email })
    expect(send).not.toHaveBeenCalled()
  })
})
