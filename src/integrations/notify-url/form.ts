/** What a merchant types to connect a Notify URL. Where it may lead is checked as it is saved (kind.ts). */
import * as z from 'zod'
import { type FormAnswer, type FormField, type SettingsForm, wholeNumber } from '../settings/settings-form'
import { createSigningSecret } from '../signed-post/signing-secret'
import { DEFAULT_PACE, type NotifyUrlSettings } from './settings'

const HIGHEST_PACE = 100

const URL_FIELD: FormField = {
  name: 'url',
  label: 'Notify URL',
  type: 'text',
  confidential: true,
  placeholder: 'https://hooks.example.com/orders',
  hint: 'Where events are posted: an https address of your own server, or of a service such as Zapier, Make or n8n.',
  required: true,
  extra: { inputmode: 'url', spellcheck: 'false', autocapitalize: 'none' },
}

const PACE_FIELD: FormField = {
  name: 'pace',
  label: 'Posts per second',
  type: 'number',
  hint: `No more than 6 are sent at a time. Keep ${DEFAULT_PACE} unless the receiver needs fewer or can take more.`,
  required: true,
  extra: { min: 1, max: HIGHEST_PACE },
}

const url = z
  .string({ error: 'The Notify URL is missing.' })
  .trim()
  .refine((typed) => typed !== '', { error: 'The Notify URL is missing.' })

export const FORM: SettingsForm<NotifyUrlSettings> = {
  lead: 'Saving sends a signed test post and shows what was answered.',
  connected: '',
  at: { secret: 'url', site: 'url' },
  fields: (now) => (now === null ? [URL_FIELD] : [URL_FIELD, PACE_FIELD]),
  schema: (now) => (now === null ? { url } : { url, pace: wholeNumber('Posts per second', 1, HIGHEST_PACE) }),
  values: ({ url: saved, postsPerSecond }) => ({ url: saved, pace: String(postsPerSecond) }),
  read: readTyped,
  before: {
    title: 'On the receiver, before you start',
    points: [
      {
        lead: 'Answer with any 2xx status',
        text: ' within 15 seconds, and do the work afterwards. Anything else is retried or shows as failed.',
      },
      {
        lead: 'Verify the signature',
        text: ' with a Standard Webhooks library and the secret shown after you save.',
      },
      {
        lead: 'Process each webhook-id only once.',
        text: ' A post whose answer was lost is sent again, with the same id.',
      },
    ],
  },
}

const typedFields = z.object({ url: z.string(), pace: z.number().optional() })

function readTyped(typed: Record<string, unknown>, now: NotifyUrlSettings | null): FormAnswer<NotifyUrlSettings> {
  const { url: address, pace = DEFAULT_PACE } = typedFields.parse(typed)
  return {
    ok: true,
    settings: { url: address, postsPerSecond: pace },
    secret: now === null ? createSigningSecret() : null,
  }
}
