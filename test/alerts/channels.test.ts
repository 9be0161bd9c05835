import { describe, expect, test, vi } from 'vitest'
import { CHANNELS } from '../../src/alerts'
import type { ChannelAnswer, ChannelParts } from '../../src/alerts/channel/channel'
import { judgePost } from '../../src/alerts/channel/post-result'
import { toPlainText, wordMessage } from '../../src/alerts/channel/words'
import { toHtml } from '../../src/alerts/email/html'
import { type AlertItem, type AlertMessage, CAUSE_KINDS, type CauseKind } from '../../src/model/alert'

const SHOP = { id: 'shop', name: 'Ada & <Friends>' }
const ORIGIN = 'https://enroll.example.com'
const AT = Date.parse('2026-11-23T08:00:00Z')

function item(of: Partial<AlertItem> = {}): AlertItem {
  return {
    key: 'credentials a',
    kind: 'credentials',
    tone: 'bad',
    title: 'Academy <b> needs attention',
    text: 'Thinkific rejects the API key.',
    link: '/integrations/a',
    change: 'opened',
    since: AT,
    ...of,
  }
}

const ALERT: AlertMessage = { id: 'alert_1', at: AT, kind: 'alert', items: [item()], more: 0 }

describe('an alert in words', () => {
  test('names the marketplace and the one cause in its subject', () => {
    expect(wordMessage(ALERT, SHOP, ORIGIN).subject).toBe('Ada & <Friends>: Academy <b> needs attention')
    const over: AlertMessage = { ...ALERT, items: [item({ change: 'over' })] }
    expect(wordMessage(over, SHOP, ORIGIN).subject).toBe('Ada & <Friends>: over: Academy <b> needs attention')
    const many: AlertMessage = { ...ALERT, more: 990 }
    expect(wordMessage(many, SHOP, ORIGIN)).toMatchObject({
      subject: 'Ada & <Friends>: 991 alerts',
      more: 'And 990 more. Overview has what is still open.',
    })
  })

  test('says of an end what is true, however the cause ended', () => {
    const wordsOf = (kind: CauseKind) =>
      wordMessage({ ...ALERT, items: [item({ kind, change: 'over' })] }, SHOP, ORIGIN)
    expect(wordsOf('refused').items[0]?.text).toBe('No post refused in the last 24 hours is missing.')
    expect(wordsOf('failed').items[0]?.text).toBe('No failed entry of the last 90 days is still open.')
    expect(wordsOf('old secrets').items[0]?.text).toBe('The old secret was revoked or has expired.')
    for (const kind of CAUSE_KINDS) {
      const text = toPlainText(wordsOf(kind))
      expect(text).not.toMatch(/fixed|solved|resolved|this is over/i)
    }
  })

  test('links to where the fix is, and to nothing where this deployment’s address is not known', () => {
    const text = toPlainText(wordMessage(ALERT, SHOP, ORIGIN))
    expect(text).toContain('https://enroll.example.com/m/shop/integrations/a')
    expect(toPlainText(wordMessage(ALERT, SHOP, ''))).not.toContain('http')
  })
})

describe('a mail', () => {
  const digest: AlertMessage = {
    id: 'alert_2',
    at: AT,
    kind: 'digest',
    figures: [{ label: 'enrolled or renewed', count: 212 }],
    items: [item()],
    more: 2,
  }
  const html = toHtml(wordMessage(digest, SHOP, ORIGIN))

  test('has what happened and what needs a person, in HTML and in plain text', () => {
    const text = toPlainText(wordMessage(digest, SHOP, ORIGIN))
    for (const shown of [html, text]) {
      expect(shown).toContain('212')
      expect(shown).toContain('enrolled or renewed')
      expect(shown).toContain('Thinkific rejects the API key.')
      expect(shown).toContain('And 2 more')
    }
  })

  test('escapes what people named, and loads nothing from elsewhere', () => {
    expect(html).toContain('Academy &lt;b&gt; needs attention')
    expect(html).not.toContain('<Friends>')
    expect(html).not.toMatch(/<img|<script|<link|url\(|@import/)
  })

  test('says a title once, and how grave it is by its edge', () => {
    const alone = toHtml(wordMessage(ALERT, SHOP, ORIGIN))
    expect(alone.split('Academy &lt;b&gt; needs attention')).toHaveLength(3)
    expect(alone).toContain('class="card on-bad"')
    expect(toHtml(wordMessage({ ...ALERT, items: [item({ change: 'over' })] }, SHOP, ORIGIN))).toContain('card on-over')
    expect(toHtml(wordMessage({ id: 'alert_3', at: AT, kind: 'test' }, SHOP, ORIGIN))).toContain('card on-calm')
  })

  test('has colors for dark clients', () => {
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
  })
})

describe('e-mail', () => {
  const send = vi.fn(async (_: { to: string; subject: string; html: string }) => ({}))
  const parts = {
    mailer: { MAILER: { send } as unknown as SendEmail, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: ORIGIN },
  } as unknown as ChannelParts
  const kind = CHANNELS.find('email')

  function mail(): Promise<ChannelAnswer> | undefined {
    const words = wordMessage(ALERT, SHOP, ORIGIN)
    return kind?.send(parts, { address: 'ops@example.com', secret: null }, { message: ALERT, words, shop: SHOP })
  }

  test('is offered only where the deployment mails', () => {
    expect(kind?.isOffered(parts)).toBe(true)
    expect(kind?.isOffered({ mailer: {} })).toBe(false)
  })

  test('goes to its address, with both bodies', async () => {
    expect(await mail()).toEqual({ sent: true, sentence: 'Mailed to ops@example.com.' })
    expect(send.mock.calls[0]?.[0]).toMatchObject({ to: 'ops@example.com', html: expect.stringContaining('<table') })
  })

  test.each([
    ['destination address is not a verified address', /verified addresses/, true],
    ['E_RECIPIENT_NOT_ALLOWED', /verified addresses/, true],
    ['E_RECIPIENT_SUPPRESSED', /bounced/, true],
    ['E_SENDER_NOT_VERIFIED', /MAIL_FROM/, true],
    ['E_RATE_LIMIT_EXCEEDED', /did not accept the e-mail/, false],
  ])('a mailer that says %s is the channel’s failure, with that sentence', async (says, sentence, lasting) => {
    send.mockRejectedValueOnce(new Error(says))
    expect(await mail()).toMatchObject({ sent: false, sentence: expect.stringMatching(sentence), lasting })
  })

  test.each(['ops', 'ops@example', 'a@b.c, d@e.f', 'Ops <ops@example.com>', 'ops@example.com\nBcc: x@example.com'])(
    '%j is no address to mail',
    (typed) => {
      expect(kind?.parse(typed, parts).ok).toBe(false)
    },
  )
})

describe('a chat message', () => {
  async function textTo(address: string, message: AlertMessage): Promise<string> {
    const fetch = vi.fn(async (_input: unknown, _init?: RequestInit) => new Response('ok'))
    const parts = { sender: { fetch } } as unknown as ChannelParts
    const words = wordMessage(message, SHOP, ORIGIN)
    await CHANNELS.find('slack')?.send(parts, { address, secret: null }, { message, words, shop: SHOP })
    return JSON.parse(String(fetch.mock.calls[0]?.[1]?.body)).text
  }

  test('to Discord fits what it takes, and counts what it leaves out; Slack gets all of it', async () => {
    const items = Array.from({ length: 10 }, (_, n) => item({ title: `Cause ${n}`, text: 'x'.repeat(300) }))
    const message: AlertMessage = { ...ALERT, items, more: 5 }
    const short = await textTo('https://discord.com/api/webhooks/1/token/slack', message)
    expect(short.length).toBeLessThanOrEqual(2_000)
    expect(short).toContain('Cause 3')
    const listed = short.split('🔴').length - 1
    expect(short).toContain(`And ${15 - listed} more.`)
    const whole = await textTo('https://hooks.slack.com/services/T0/B0/x', message)
    expect(whole).toContain('Cause 9')
    expect(whole).toContain('And 5 more.')
  })
})

describe('a receiver that answers', () => {
  const answered = (status: number, text = '') =>
    judgePost(
      'https://hooks.example.com/x',
      { answered: true, status, headers: new Headers(), text },
      { no_service: 'x' },
    )

  test.each([
    [200, '', { sent: true }],
    [204, '', { sent: true }],
    [200, 'no_service', { sent: false, lasting: true }],
    [302, '', { sent: false, lasting: true }],
    [404, '', { sent: false, lasting: true }],
    [410, '', { sent: false, lasting: true }],
    [400, '', { sent: false, lasting: true }],
    [429, '', { sent: false, lasting: false }],
    [503, '', { sent: false, lasting: false }],
  ])('%i %s is judged', (status, text, expected) => {
    expect(answered(status, text)).toMatchObject(expected)
  })

  test('not at all is tried again', () => {
    const late = judgePost('https://hooks.example.com/x', { answered: false, why: 'timed out' })
    expect(late).toEqual({
      sent: false,
      sentence: 'hooks.example.com did not answer within 10 seconds.',
      lasting: false,
    })
  })
})

describe('the registry', () => {
  test('refuses a second kind of one id', () => {
    const slack = CHANNELS.find('slack')
    expect(() => slack && CHANNELS.add(slack)).toThrow('two kinds of channels use the id slack')
  })
})
