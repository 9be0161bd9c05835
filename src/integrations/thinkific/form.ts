import * as z from 'zod'
import { type FormAnswer, type FormField, type SettingsForm, wholeNumber } from '../settings/settings-form'
import { detectScheme, isSendable } from './client/credential'
import { parseSiteAddress } from './client/site-address'
import type { ThinkificSettings } from './settings'

/** What Thinkific allows every site that has not agreed on more. */
const DEFAULT_PACE = 120
/** The most a Plus plan gets. */
const HIGHEST_PACE = 1000

/**
 * https://support.thinkific.dev/hc/en-us/articles/4422657425431 (API key) and
 * https://support.thinkific.com/hc/en-us/articles/360052415534 (API Access Tokens): two entries of one menu.
 */
const WHERE_THE_KEY_IS =
  'In Thinkific, open Settings → Code & analytics → API, click Reveal key and copy the API key. An API Access Token from the same menu works too; it is shown once and expires, so choose the latest date and note it.'

const UNSENDABLE =
  'The API Key has characters that no Thinkific key has, such as spaces. Copy it again and paste it here.'

const SITE: FormField = {
  name: 'site',
  label: 'Site URL',
  type: 'text',
  placeholder: 'academy.thinkific.com',
  hint: 'The name before .thinkific.com, or any address that has it. Thinkific calls it Subdomain. Custom domain? Still enter the thinkific.com name.',
  required: true,
  extra: { inputmode: 'url', spellcheck: 'false', autocapitalize: 'none' },
}

const NEW_KEY: FormField = {
  name: 'key',
  label: 'API Key',
  type: 'password',
  hint: WHERE_THE_KEY_IS,
  required: true,
  autocomplete: 'off',
}

export const FORM: SettingsForm<ThinkificSettings> = {
  lead: 'Saving asks Thinkific whether the key works, then fetches your courses and bundles.',
  connected: 'Its courses and bundles are being fetched.',
  at: { secret: 'key', site: 'site' },
  fields: (now) => (now === null ? [SITE, NEW_KEY] : listEditFields(now)),
  schema: (now) => (now === null ? { site: siteAddress, key: newKey } : EDIT_SCHEMA),
  values: ({ site, requestsPerMinute, siteWelcome }) => ({
    site: `${site}.thinkific.com`,
    pace: String(requestsPerMinute),
    welcome: siteWelcome ? 'on' : '',
  }),
  read: readTyped,
  before: {
    title: 'In Thinkific, before you start',
    screen: {
      path: ['Settings', 'Code & analytics', 'API'],
      menu: ['Site footer code', 'Webhooks', 'API', 'API Access Tokens'],
      open: 'API',
      rows: [
        { label: 'API key', value: '••••••••', callout: 'copy this', button: 'Reveal key' },
        { label: 'Subdomain', value: 'academy', callout: 'copy this' },
      ],
    },
    points: [
      {
        lead: 'Plan.',
        text: ' Thinkific gives API access on the Grow plan or higher. On a lower plan it answers as if the key were wrong.',
      },
      {
        lead: 'Welcome e-mails on',
        // https://help.samcart.com/support/solutions/articles/60000650212
        text: ' for each course and bundle you sell, under Users → Notifications. They bring new students their log-in.',
      },
      {
        lead: 'Courses private',
        // The way to a course: https://support.thinkific.com/hc/en-us/articles/360034692814. No article found names the
        // tab or the setting.
        text: ', in the settings of each course under Products → Courses, so that customers can’t buy or cancel in Thinkific and bypass your rules.',
      },
      {
        lead: 'Don’t test with your own e-mail.',
        text: ' Administrators see every course anyway, and Thinkific does not show their enrollments. Use another address.',
      },
    ],
  },
}

/** Any address of a Thinkific site, read as the site's name. */
const siteAddress = z.string({ error: 'The Site URL is missing.' }).transform((typed, context) => {
  const answer = parseSiteAddress(typed)
  if (answer.ok) {
    return answer.site
  }
  context.addIssue({ code: 'custom', message: answer.sentence })
  return z.NEVER
})

const newKey = z
  .string()
  .default('')
  .refine((key) => key.trim() !== '', { error: 'The API Key is missing.' })

const EDIT_SCHEMA = {
  site: siteAddress,
  key: z.string().default(''),
  pace: wholeNumber('Requests per minute', 1, HIGHEST_PACE),
  welcome: z.literal('on').optional(),
}

const typedFields = z.object({
  site: z.string(),
  key: z.string(),
  pace: z.number().optional(),
  welcome: z.literal('on').optional(),
})

function readTyped(typed: Record<string, unknown>, now: ThinkificSettings | null): FormAnswer<ThinkificSettings> {
  const { site, key, pace = DEFAULT_PACE, welcome } = typedFields.parse(typed)
  const secret = key.trim()
  if (secret !== '' && !isSendable(secret)) {
    return { ok: false, field: 'key', sentence: UNSENDABLE }
  }
  const scheme = now === null || secret !== '' ? detectScheme(secret) : now.scheme
  const settings = {
    site,
    scheme,
    requestsPerMinute: pace,
    siteWelcome: welcome === 'on',
    ...(site === now?.site && now.alone !== undefined ? { alone: now.alone } : {}),
  }
  return { ok: true, settings, secret: secret === '' ? null : secret }
}

function listEditFields({ scheme }: ThinkificSettings): FormField[] {
  const kind = scheme === 'api_key' ? 'An API key' : 'An API access token'
  return [
    SITE,
    {
      name: 'key',
      label: 'API Key',
      type: 'password',
      optional: true,
      placeholder: 'Leave empty to keep the one saved',
      hint: `${kind} is saved and never shown again. ${WHERE_THE_KEY_IS} What waits for a working key runs as soon as one is saved.`,
      autocomplete: 'off',
    },
    {
      name: 'pace',
      label: 'Requests per minute',
      type: 'number',
      hint: 'Keep 120 unless Thinkific Plus agreed a higher limit, up to 1,000.',
      required: true,
      extra: { min: 1, max: HIGHEST_PACE },
    },
    {
      name: 'welcome',
      label: 'Send Thinkific’s site welcome e-mail to new students',
      type: 'check',
      hint: 'Leave off while your courses and bundles send their own: a new student then receives one e-mail with the log-in. With it on, a student receives both.',
    },
  ]
}
