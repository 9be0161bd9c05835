/** Signed examples that run as pasted. */
import { TRIGGERS } from '../../model/trigger'

interface ExampleOf {
  url: string
  /** Only available right after its creation; null becomes a placeholder. */
  secret: string | null
  product: { id: string; name: string }
}

const PLACEHOLDER = 'whsec_PASTE_YOUR_SIGNING_SECRET'
const [FIRST_TYPE] = TRIGGERS

/** Needs curl and openssl. */
export function curlExample({ url, secret, product }: ExampleOf): string {
  return `SECRET=${quoted(secret ?? PLACEHOLDER)}
BODY=${quoted(`{"type":"${FIRST_TYPE}","timestamp":"`)}$(date -u +%Y-%m-%dT%H:%M:%SZ)${quoted(`","data":${data(product)}}`)}
ID="msg_$(date +%s)_$$"
NOW=$(date +%s)
KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
curl -i ${quoted(url)} \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $NOW" \\
  -H "webhook-signature: v1,$SIGNATURE" \\
  --data-binary "$BODY"`
}

/** Node 20 or later, pasted into a shell. */
export function nodeExample({ url, secret, product }: ExampleOf): string {
  return `node --input-type=module <<'END'
import { createHmac, randomUUID } from 'node:crypto'
const secret = ${JSON.stringify(secret ?? PLACEHOLDER)}
const body = JSON.stringify({
  type: '${FIRST_TYPE}',
  timestamp: new Date().toISOString(),
  data: ${data(product)},
})
const id = \`msg_\${randomUUID()}\`
const now = Math.floor(Date.now() / 1000)
const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
const signature = createHmac('sha256', key).update(\`\${id}.\${now}.\${body}\`).digest('base64')
const answer = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(now),
    'webhook-signature': \`v1,\${signature}\`,
  },
  body,
})
console.log(answer.status, await answer.text())
END`
}

function data({ id, name }: { id: string; name: string }): string {
  return JSON.stringify({
    customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
    order: { id: '19026152' },
    items: [{ product_id: id, product_name: name }],
  })
}

/** Quotes a shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
