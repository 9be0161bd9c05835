import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { schema } from '../../../src/intake/formats/standard/schema'
import { curlExample, nodeExample } from '../../../src/web/webhook/examples'

const secret = `whsec_${btoa('an example of thirty-two bytes!!')}`
/** Everything a shell and JSON could trip over. */
const product = { id: '35"0399', name: "Ada’s “Yoga” & `it's` $HOME 🧘" }

test.each([
  ['curl', curlExample],
  ['Node', nodeExample],
])('the %s example, pasted into a shell, posts a signed event', async (_, example) => {
  const post = await received((url) => example({ url, secret, product }))
  const verified = new Webhook(secret).verify(post.body, post.headers)
  const event = schema.parse(verified)
  expect(event.type).toBe('product.purchased')
  expect(event.data.items[0]).toMatchObject({ product_id: product.id, product_name: product.name })
})

test('says where the secret goes when it is not shown any more', () => {
  expect(curlExample({ url: 'http://x', secret: null, product })).toContain('whsec_PASTE_YOUR_SIGNING_SECRET')
})

async function received(command: (url: string) => string) {
  const posts: { headers: Record<string, string>; body: string }[] = []
  const server = createServer(async (request, answer) => {
    let body = ''
    for await (const part of request) {
      body += part
    }
    posts.push({ headers: request.headers as Record<string, string>, body })
    answer.end('{}')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const script = command(`http://127.0.0.1:${port}/hooks/a`)
  await new Promise((done) => execFile('bash', ['-c', script], done))
  server.close()
  const [post] = posts
  if (post === undefined) {
    throw new Error(`nothing was posted by:\n${script}`)
  }
  return post
}
