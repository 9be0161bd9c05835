/** A receiver as a merchant would write one: it verifies each post with the standardwebhooks package, and takes an id once. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

export interface Received {
  id: string
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: read by tests, which know what they sent.
  body: any
  text: string
  /** Whether its signature holds. */
  verified: boolean
}

type Reply = (post: Received) => Response | Promise<Response>

export const RECEIVER_URL = 'https://hooks.example.com/orders?token=t0psecret'

export class TestReceiver {
  /** All of them, test posts too. */
  readonly posts: Received[] = []
  secret = ''
  /** What it answers; the first of `next` before that. */
  reply: Reply = () => new Response('thanks', { status: 200 })
  readonly next: Reply[] = []

  /** Posts of events. */
  get events(): Received[] {
    return this.posts.filter(({ body }) => body.type !== 'notify_url.test')
  }

  takes(url: string): boolean {
    return new URL(url).host === new URL(RECEIVER_URL).host
  }

  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const text = await request.text()
    const { headers } = request
    const post = { id: headers.get('webhook-id') ?? '', headers, text, body: JSON.parse(text), verified: false }
    post.verified = this.#verify(post)
    this.posts.push(post)
    return (this.next.shift() ?? this.reply)(post)
  }

  #verify({ headers, text }: Received): boolean {
    if (this.secret === '') {
      return false
    }
    try {
      new Webhook(this.secret).verify(text, Object.fromEntries(headers))
      return true
    } catch (error) {
      if (error instanceof WebhookVerificationError) {
        return false
      }
      throw error
    }
  }
}
