/** What the form of a channel must hold. */
import type { Context } from 'hono'
import * as z from 'zod'
import { CHANNELS } from '../../alerts'
import type { ChannelKind } from '../../alerts/channel/channel'
import type { ChannelSettings } from '../../alerts/channel-settings'
import { CAUSE_LABELS, formatHour, USUAL_CAUSES, WEEKDAYS } from '../../alerts/describe'
import { channelParts } from '../../alerts/parts'
import { readAddress } from '../../alerts/read-address'
import { type Channel, digestTimeOf, quietHoursOf } from '../../alerts/store'
import { CAUSE_KINDS, type CauseKind } from '../../model/alert'
import { publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { line, toFilled } from '../http/form'

const NAME_CHARACTERS = 60
const ADDRESS_CHARACTERS = 2_000
const HOURS = 24

const hour = choice(HOURS, 'Choose an hour from the list.')
const weekday = choice(WEEKDAYS.length, 'Choose a day from the list.')

/** A box for each cause, so that a form that is shown again keeps them. */
const boxes = Object.fromEntries(CAUSE_KINDS.map((kind) => [boxOf(kind), z.string().optional()]))

const times = z
  .object({
    quietFrom: hour,
    quietUntil: hour,
    digestWeekday: weekday,
    digestHour: hour,
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), {
    path: ['quietUntil'],
    error: 'Quiet hours need a beginning and an end; leave both empty for none.',
  })
  .refine(({ quietFrom, quietUntil }) => quietFrom === null || quietFrom !== quietUntil, {
    path: ['quietUntil'],
    error: 'These quiet hours end when they begin. Choose another end, or leave both empty.',
  })
  .refine(({ digestWeekday, digestHour }) => digestHour === null || digestWeekday !== null, {
    path: ['digestWeekday'],
    error: 'Choose the day of the digest, or leave its hour empty too.',
  })
  .refine(({ digestWeekday, digestHour }) => digestWeekday === null || digestHour !== null, {
    path: ['digestHour'],
    error: 'Choose the hour of the digest.',
  })

export const channelFields = z
  .object({
    name: line('Name', NAME_CHARACTERS),
    address: z.string().max(ADDRESS_CHARACTERS, { error: 'The address is too long.' }).default(''),
    on: z.string().optional(),
    ...boxes,
  })
  // Beside it, so that what is wrong in either is said at once.
  .and(times)

/** With what is wrong with the address, which only its kind knows. */
export async function toRefused(c: Context<Web>, kind: string, typed: Record<string, string>, error: z.ZodError) {
  const filled = toFilled(typed, error)
  const given = { address: typed.address?.trim() ?? '', origin: publicOrigin(c) }
  const read = await readAddress(c.env, c.var.member.marketplace.id, kind, given)
  return read.ok ? filled : { ...filled, errors: { address: read.sentence, ...filled.errors } }
}

export function toSettings(fields: z.output<typeof channelFields>): ChannelSettings {
  const { name, on } = fields
  const ticked = fields as Record<string, unknown>
  return {
    name,
    causes: CAUSE_KINDS.filter((kind) => ticked[boxOf(kind)] === 'on'),
    quiet: quietHoursOf(fields),
    digest: digestTimeOf(fields),
    on: on === 'on',
  }
}

export function toValues(channel: Channel): Record<string, string> {
  const { name, quietFrom, quietUntil, digestWeekday, digestHour, on } = channel
  const text = (value: number | null) => (value === null ? '' : String(value))
  return {
    name,
    quietFrom: text(quietFrom),
    quietUntil: text(quietUntil),
    digestWeekday: text(digestWeekday),
    digestHour: text(digestHour),
    ...(on && { on: 'on' }),
    ...tick(channel.causes),
  }
}

export const NEW_VALUES: Record<string, string> = { on: 'on', ...tick(USUAL_CAUSES) }

/** What the form offers. */
export const CHOICES = {
  causes: (Object.keys(CAUSE_LABELS) as CauseKind[]).map((kind) => ({ name: boxOf(kind), label: CAUSE_LABELS[kind] })),
  hours: Array.from({ length: HOURS }, (_, at) => ({ value: String(at), label: formatHour(at) })),
  weekdays: WEEKDAYS.map((label, at) => ({ value: String(at), label })),
}

/** Null for what this version does not know, or this deployment cannot send to. */
export function findOffered(c: Context<Web>, id: string): ChannelKind | null {
  const kind = CHANNELS.find(id)
  return kind?.isOffered(channelParts(c.env)) ? kind : null
}

function tick(causes: readonly CauseKind[]): Record<string, string> {
  return Object.fromEntries(causes.map((kind) => [boxOf(kind), 'on']))
}

function boxOf(kind: CauseKind): string {
  return `cause-${kind.replaceAll(' ', '-')}`
}

/** One of the numbers below `count`; empty for none. */
function choice(count: number, error: string) {
  return z
    .string()
    .default('')
    .refine((text) => text === '' || (/^\d{1,2}$/.test(text) && Number(text) < count), { error })
    .transform((text) => (text === '' ? null : Number(text)))
}
