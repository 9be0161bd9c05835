/** Queries over a marketplace's channels. Their addresses are stored sealed. */
import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { stampOf } from '../accounts/form-stamp'
import { alertChannels, marketplaces } from '../db/schema'
import { compareLabels } from '../model/label'
import { UTC } from '../model/time-zone'
import type { DigestTime, QuietHours } from './schedule'

export const CHANNEL_GONE = 'This channel has since been deleted.'
export const CHANNEL_TAKEN = 'Another channel has this name. Choose a different one.'

export type Channel = typeof alertChannels.$inferSelect

/** A marketplace as its alerts name it. */
export interface Shop {
  id: string
  name: string
  zone: string
}

/** Sorted by name. */
export async function listChannels(d1: D1Database, marketplace: string): Promise<Channel[]> {
  const found = await drizzle(d1).select().from(alertChannels).where(eq(alertChannels.marketplace, marketplace))
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

export async function findChannel(d1: D1Database, marketplace: string, id: string): Promise<Channel | null> {
  const [found] = await drizzle(d1).select().from(alertChannels).where(isChannel(marketplace, id))
  return found ?? null
}

/** Of what its form may change; the address is sealed, and shown in part. */
export function stampChannel(channel: Channel): string {
  return stampOf([listShown(channel), channel.sealedAddress])
}

/** Whether their forms show the same. */
export function describesSame(one: Channel, other: Channel): boolean {
  return stampOf(listShown(one)) === stampOf(listShown(other))
}

function listShown({ name, shown, causes, quietFrom, quietUntil, digestWeekday, digestHour, on }: Channel) {
  return [name, shown, causes, quietFrom, quietUntil, digestWeekday, digestHour, on]
}

export function isChannel(marketplace: string, id: string) {
  return and(eq(alertChannels.marketplace, marketplace), eq(alertChannels.id, id))
}

export function isNamedAlike(marketplace: string, name: string, self: string) {
  return and(
    eq(alertChannels.marketplace, marketplace),
    sql`lower(${alertChannels.name}) = lower(${name})`,
    ne(alertChannels.id, self),
  )
}

export function selectChannels(db: DrizzleD1Database, where: SQL | undefined) {
  return db.select({ id: alertChannels.id }).from(alertChannels).where(where)
}

/** Null once it is gone, or going. */
export async function findShop(d1: D1Database, marketplace: string): Promise<Shop | null> {
  const { id, name, zone, deletingAt } = marketplaces
  const [found] = await drizzle(d1).select({ id, name, zone, deletingAt }).from(marketplaces).where(eq(id, marketplace))
  return found === undefined || found.deletingAt !== null
    ? null
    : { id: found.id, name: found.name, zone: found.zone ?? UTC }
}

/** Marketplaces that have an alert channel. */
export async function listAlertedMarketplaces(d1: D1Database): Promise<string[]> {
  const found = await drizzle(d1).selectDistinct({ id: alertChannels.marketplace }).from(alertChannels)
  return found.map(({ id }) => id)
}

export function quietHoursOf({ quietFrom, quietUntil }: Pick<Channel, 'quietFrom' | 'quietUntil'>): QuietHours | null {
  return quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil }
}

export function digestTimeOf({
  digestWeekday,
  digestHour,
}: Pick<Channel, 'digestWeekday' | 'digestHour'>): DigestTime | null {
  return digestWeekday === null || digestHour === null ? null : { weekday: digestWeekday, hour: digestHour }
}
