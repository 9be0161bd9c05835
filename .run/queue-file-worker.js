/** The product's Worker, `product.js`, on this machine: its queue also writes each message to a file and strikes it once it is acked. */
import product, * as objects from './product.js'

const known = new WeakMap()

/** The same bindings for the same environment: the product keeps what it makes of them. */
function withFile(env) {
  const before = known.get(env)
  if (before !== undefined) {
    return before
  }
  const EVENTS = {
    send: (body, options) => send(env, [{ body }], ([one]) => env.EVENTS.send(one.body, options)),
    sendBatch: (messages, options) => send(env, [...messages], (kept) => env.EVENTS.sendBatch(kept, options)),
  }
  const made = { ...env, EVENTS }
  known.set(env, made)
  return made
}

/** Both at once, so that the file takes no time of its own. */
async function send(env, messages, queue) {
  const kept = messages.map((message) => ({ ...message, body: { kept: crypto.randomUUID(), message: message.body } }))
  try {
    await Promise.all([write(env, { kept: kept.map(({ body }) => body) }), queue(kept)])
  } catch (error) {
    await strike(env, kept)
    throw error
  }
}

async function write(env, line) {
  const answer = await env.QUEUE_FILE.fetch('http://queue-file/', { method: 'POST', body: JSON.stringify(line) })
  if (!answer.ok) {
    throw new Error('The message could not be written to the queue’s file.')
  }
}

/** A message that stays in the file runs again at the next start, which changes nothing. */
function strike(env, messages) {
  const struck = messages.map(({ body }) => body.kept)
  return struck.length === 0 ? null : write(env, { struck }).catch(() => null)
}

function unwrap(message, acked) {
  const { id, timestamp, attempts, body } = message
  const ack = () => {
    acked.push(message)
    message.ack()
  }
  return { id, timestamp, attempts, body: body.message, ack, retry: (options) => message.retry(options) }
}

export class Journal extends objects.Journal {
  constructor(ctx, env) {
    super(ctx, withFile(env))
  }
}

export class ThinkificSite extends objects.ThinkificSite {
  constructor(ctx, env) {
    super(ctx, withFile(env))
  }
}

export default {
  fetch: (request, env, ctx) => product.fetch(request, withFile(env), ctx),
  scheduled: (event, env, ctx) => product.scheduled(event, withFile(env), ctx),
  async queue({ queue, messages }, env, ctx) {
    const acked = []
    await product.queue({ queue, messages: messages.map((one) => unwrap(one, acked)) }, withFile(env), ctx)
    await strike(env, acked)
  },
}
