/**
 * The product's Worker, `product.js`, on this machine: its queue also writes each message to a file and strikes it once it is
 * acked, mail goes to the receiver beside the simulator where LOCAL_MAIL says so, and its clock is the demo's while that is
 * prepared.
 */
import { answerClock, queueDelay, translateAlarms, untilDue } from './demo-clock.js'
import product, * as objects from './product.js'

/** What is not named below is the product's own. */
export * from './product.js'

const known = new WeakMap()

/** The same bindings for the same environment: the product keeps what it makes of them. */
function withFiles(env) {
  const before = known.get(env)
  if (before !== undefined) {
    return before
  }
  const EVENTS = {
    send: (body, options) => send(env, [{ body }], ([one]) => env.EVENTS.send(one.body, options)),
    sendBatch: (messages, options) => send(env, [...messages], (kept) => env.EVENTS.sendBatch(kept, options)),
  }
  const MAILER = env.LOCAL_MAIL && { send: (mail) => post(env.LOCAL_MAIL, mail) }
  const made = { ...env, EVENTS, ...(MAILER && { MAILER }) }
  known.set(env, made)
  return made
}

async function post(url, mail) {
  const { ok } = await fetch(url, { method: 'POST', body: JSON.stringify(mail) })
  if (!ok) {
    throw new Error('The mail could not be handed over.')
  }
}

/** All at once, so that the files take no time of their own. */
async function send(env, messages, queue) {
  const kept = messages.map((message) => ({ ...message, body: { kept: crypto.randomUUID(), message: message.body } }))
  try {
    await Promise.all([queue(kept), ...kept.map(({ body }) => write(env, body))])
  } catch (error) {
    await remove(env, kept)
    throw error
  }
}

async function write(env, { kept, message }) {
  const { ok } = await env.QUEUE_FILES.fetch(fileOf(kept), { method: 'PUT', body: JSON.stringify(message) })
  if (!ok) {
    throw new Error('The message could not be written to a file.')
  }
}

/** If a file remains, its message runs again at the next start, and a repeat changes nothing. */
async function remove(env, messages) {
  const deletions = messages.map(({ body }) => env.QUEUE_FILES.fetch(fileOf(body.kept), { method: 'DELETE' }))
  await Promise.allSettled(deletions)
}

function fileOf(id) {
  return `http://queue-files/${id}`
}

/** @param come what was acked, and when the last of the others is due */
function unwrap(message, come) {
  const { id, timestamp, attempts, body } = message
  const ack = () => {
    come.acked.push(message)
    message.ack()
  }
  const retry = ({ delaySeconds = 0 } = {}) => {
    come.due = Math.max(come.due, Date.now() + delaySeconds * 1_000)
    message.retry({ delaySeconds: queueDelay(delaySeconds) })
  }
  return { id, timestamp, attempts, body: body.message, ack, retry }
}

export class Journal extends objects.Journal {
  constructor(ctx, env) {
    super(ctx, withFiles(env))
    translateAlarms(ctx.storage)
  }
}

export class ThinkificSite extends objects.ThinkificSite {
  constructor(ctx, env) {
    super(ctx, withFiles(env))
    translateAlarms(ctx.storage)
  }
}

export class NotifyUrlReceiver extends objects.NotifyUrlReceiver {
  constructor(ctx, env) {
    super(ctx, env)
    translateAlarms(ctx.storage)
  }
}

export default {
  fetch: async (request, env, ctx) => (await answerClock(request, env)) ?? product.fetch(request, withFiles(env), ctx),
  scheduled: (event, env, ctx) => product.scheduled(event, withFiles(env), ctx),
  async queue({ queue, messages }, env, ctx) {
    const come = { acked: [], due: 0 }
    await product.queue({ queue, messages: messages.map((one) => unwrap(one, come)) }, withFiles(env), ctx)
    await remove(env, come.acked)
    await untilDue(come.due)
  },
}
