/** A Notify URL as a kind of integration: events posted to an address of the merchant's, each integration in an object of its own. */
import type { FiringJob } from '../../model/firing-job'
import { NO_CHOICE } from '../../model/rule'
import type { IntegrationKind } from '../kind'
import { hostOf, parseNotifyUrl } from '../signed-post/address'
import { createSender } from '../signed-post/sender'
import { toWebhookId } from '../signed-post/signature'
import { createSigningSecret, OVERLAP_HOURS, rotateSigningSecret, showSecret } from '../signed-post/signing-secret'
import { SEND } from './actions'
import { buildBody, buildTestBody } from './body'
import { deliverPost } from './client/deliver'
import { FORM } from './form'
import { type NotifyUrlSettings, settingsSchema, toReceiverAccess } from './settings'
import { RECEIVER_TABLES_VERSION } from './tables-version'

export const NOTIFY_URL: IntegrationKind<NotifyUrlSettings> = {
  id: 'notify-url',
  title: 'Notify URL',
  purpose: 'Post each event, signed, to your own server or tool.',
  introduction: {
    sentence: 'A Notify URL integration posts events to your own address.',
    example: 'CRM · hooks.example.com',
  },
  settings: settingsSchema,
  form: FORM,
  actions: [SEND],
  targets: [{ id: SEND.target, label: 'Notify URL', hint: '', isId: () => false }],
  tablesVersion: RECEIVER_TABLES_VERSION,
  // An object for each: one marketplace's receiver must not slow or stop another's on the same host.
  site: (_settings, id) => id,
  address: (_site, settings) => (!settings ? 'a Notify URL' : hostOf(settings.url)),
  async check(env, connection, host) {
    const { url, postsPerSecond } = toReceiverAccess(connection)
    const sender = createSender(env, host)
    const parsed = parseNotifyUrl(url, sender.rules)
    if (!parsed.ok) {
      return { refusal: parsed.sentence }
    }
    const settings = { url: parsed.url, postsPerSecond }
    const access = toReceiverAccess({ ...connection, settings })
    const id = await toWebhookId(connection.marketplace, `test ${crypto.randomUUID()}`)
    const delivery = await deliverPost(sender, access, { id, body: buildTestBody(connection, Date.now()) })
    if (!delivery.sent) {
      return { refusal: delivery.fault }
    }
    const { verdict } = delivery
    if (verdict.is === 'gone') {
      return { refusal: `We sent a test post, and ${hostOf(url)} answered 410 Gone: it no longer takes posts.` }
    }
    const answered = `We sent a signed test post: ${hostOf(url)} ${verdict.sentence}`
    const remark = verdict.is === 'sent' ? answered : `${answered} Rules will still post their events to it.`
    return { settings, remark }
  },
  alwaysAsks: true,
  passesEvents: true,
  ownSecret: {
    title: 'Signing secret',
    hint: 'Give this to the receiver, which uses it to verify the signature of each post (Standard Webhooks).',
    overlapHours: OVERLAP_HOURS,
    create: createSigningSecret,
    show: showSecret,
    rotate: rotateSigningSecret,
  },
  async adopt(env, { id, marketplace }) {
    await env.NOTIFY_URL_RECEIVER.getByName(id).adopt({ id, marketplace })
  },
  offers: async () => [{ id: NO_CHOICE, name: SEND.only ?? '', status: null, private: false }],
  settler: (env, site) => ({
    settle: (jobs) => env.NOTIFY_URL_RECEIVER.getByName(site).settle(jobs),
    note: async (notes) => notes.map(() => null),
    foresee: async (events) =>
      events.map(({ jobs, notes }) => ({ outcomes: jobs.map(foreseePost), effects: notes.map(() => null) })),
  }),
  async forget(env, { id }) {
    await env.NOTIFY_URL_RECEIVER.getByName(id).forget({ integration: id })
  },
  deletion: {
    takes: () => 'Its signing secret is deleted. A post being sent now is the last one.',
    stays: 'What the receiver already got stays there.',
  },
  status: (env, site) => env.NOTIFY_URL_RECEIVER.getByName(site).status(),
}

function foreseePost(job: FiringJob) {
  const notice = job.eventType === 'access.ends_soon' ? (job.instruction.options.noticeDays ?? null) : null
  const when = notice === null ? 'This' : `${notice === 1 ? '1 day' : `${notice} days`} before access ends, this`
  const sentence = `${when} would be posted to ${hostOf(toReceiverAccess(job.integration).url)}, signed:`
  return { outcome: 'sent' as const, sentence, body: JSON.stringify(JSON.parse(buildBody(job)), null, 2) }
}
