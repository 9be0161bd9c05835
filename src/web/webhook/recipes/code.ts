/** Signed posts from a terminal: each runs as pasted into a shell. */
import type { Recipe } from '../../../../views/webhook/recipe-page'
import { JSON_TYPE, PURCHASE_ENTRY, purchaseBody, type RecipeGiven, secretOf } from './recipe'

export function codeRecipes(given: RecipeGiven): Recipe[] {
  return [
    terminal(given, 'curl', 'curl', 'In a terminal, with curl and openssl', curlCode(given)),
    terminal(given, 'node', 'Node', 'In a terminal, with Node 20 or later', nodeCode(given)),
    terminal(given, 'php', 'PHP', 'In a terminal, with PHP 8', phpCode(given)),
    terminal(given, 'python', 'Python', 'In a terminal, with Python 3', pythonCode(given)),
    terminal(given, 'ruby', 'Ruby', 'In a terminal, with Ruby 3', rubyCode(given)),
  ]
}

function terminal(given: RecipeGiven, id: string, title: string, where: string, text: string): Recipe {
  return {
    id,
    title,
    group: 'Code',
    steps: [
      'Replace the placeholder with your signing secret. It is shown once, when it is made or rotated.',
      'Paste it into a terminal. The answer is 202, and the entry is in the log a moment later.',
      'In your own code, send the same body with your order’s values. A retry keeps its webhook-id and takes a new timestamp and signature.',
    ],
    code: [{ title: where, text }],
    contentType: JSON_TYPE,
    body: purchaseBody(given),
    entry: PURCHASE_ENTRY,
  }
}

export function curlCode(given: RecipeGiven): string {
  return `SECRET=${quoted(secretOf(given))}
BODY=${quoted(purchaseBody(given))}
ID="msg_$(date +%s)_$$"
NOW=$(date +%s)
KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
curl -i ${quoted(given.url)} \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $NOW" \\
  -H "webhook-signature: v1,$SIGNATURE" \\
  --data-binary "$BODY"`
}

function nodeCode(given: RecipeGiven): string {
  return `node --input-type=module <<'END'
import { createHmac, randomUUID } from 'node:crypto'
const secret = ${JSON.stringify(secretOf(given))}
const body = JSON.stringify(${purchaseBody(given)})
const id = \`msg_\${randomUUID()}\`
const now = Math.floor(Date.now() / 1000)
const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
const signature = createHmac('sha256', key).update(\`\${id}.\${now}.\${body}\`).digest('base64')
const answer = await fetch(${JSON.stringify(given.url)}, {
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

function phpCode(given: RecipeGiven): string {
  return `php <<'END'
<?php
$secret = '${secretOf(given)}';
$body = <<<'JSON'
${purchaseBody(given)}
JSON;
$id = 'msg_' . bin2hex(random_bytes(12));
$now = time();
$key = base64_decode(substr($secret, strlen('whsec_')));
$signature = base64_encode(hash_hmac('sha256', "$id.$now.$body", $key, true));
$headers = "content-type: application/json\\r\\nwebhook-id: $id\\r\\nwebhook-timestamp: $now\\r\\nwebhook-signature: v1,$signature";
$http = ['method' => 'POST', 'header' => $headers, 'content' => $body, 'ignore_errors' => true];
echo file_get_contents('${given.url}', false, stream_context_create(['http' => $http])), "\\n";
END`
}

function pythonCode(given: RecipeGiven): string {
  return `python3 - <<'END'
import base64, hashlib, hmac, time, urllib.error, urllib.request, uuid
secret = ${JSON.stringify(secretOf(given))}
body = ${JSON.stringify(purchaseBody(given))}.encode()
id, now = f"msg_{uuid.uuid4().hex}", str(int(time.time()))
key = base64.b64decode(secret[len("whsec_"):])
signature = base64.b64encode(hmac.new(key, f"{id}.{now}.".encode() + body, hashlib.sha256).digest()).decode()
headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": now,
    "webhook-signature": f"v1,{signature}",
}
try:
    answer = urllib.request.urlopen(urllib.request.Request(${JSON.stringify(given.url)}, body, headers))
except urllib.error.HTTPError as refused:
    answer = refused
print(answer.status, answer.read().decode())
END`
}

function rubyCode(given: RecipeGiven): string {
  return `ruby <<'END'
require 'base64'
require 'net/http'
require 'openssl'
require 'securerandom'
secret = '${secretOf(given)}'
body = <<'JSON'.chomp
${purchaseBody(given)}
JSON
id, now = "msg_#{SecureRandom.hex(12)}", Time.now.to_i.to_s
key = Base64.decode64(secret.delete_prefix('whsec_'))
signature = Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', key, "#{id}.#{now}.#{body}"))
answer = Net::HTTP.post(
  URI('${given.url}'), body,
  'content-type' => 'application/json',
  'webhook-id' => id,
  'webhook-timestamp' => now,
  'webhook-signature' => "v1,#{signature}",
)
puts answer.code, answer.body
END`
}

/** Quotes a shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
