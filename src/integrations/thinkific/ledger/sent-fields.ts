/** Custom field values, kept by the marketplace that sent them: one neither exports nor undoes another's. */
import type { Customer } from './customer'

export function findSentFields({ sentFields }: Customer, marketplace: string): Record<string, string> {
  return sentFields?.[marketplace]?.values ?? {}
}

/** When its newest values were reported, epoch ms; of documents from before, anyone's. */
export function fieldsSentAt({ sentFields, fieldsAt }: Customer, marketplace: string): number {
  return sentFields?.[marketplace]?.at ?? fieldsAt
}

/** What Thinkific holds, as far as this marketplace need know: its own values, else those found there. */
export function findField(customer: Customer, marketplace: string, id: string): string | undefined {
  return findSentFields(customer, marketplace)[id] ?? customer.fields[id]
}

export function withSentFields(
  customer: Customer,
  marketplace: string,
  fields: Record<string, string>,
  at: number,
): Customer {
  const values = { ...findSentFields(customer, marketplace), ...fields }
  return { ...customer, sentFields: { ...customer.sentFields, [marketplace]: { values, at } } }
}

/** Of values found at Thinkific, those that its own event names as well are its own from then on. */
export function withMatchingFields(
  customer: Customer,
  marketplace: string,
  fields: Record<string, string>,
  at: number,
): Customer {
  const matching = Object.entries(fields).filter(([id, value]) => customer.fields[id] === value)
  return matching.length === 0 || at < fieldsSentAt(customer, marketplace)
    ? customer
    : withSentFields(customer, marketplace, Object.fromEntries(matching), at)
}

/** Values found at Thinkific may be its own, so they go as well; the next run that needs them looks again. */
export function withoutFields(customer: Customer, marketplace: string): Customer {
  const { [marketplace]: _, ...others } = customer.sentFields ?? {}
  const { sentFields: __, ...rest } = customer
  return { ...rest, fields: {}, ...(Object.keys(others).length > 0 ? { sentFields: others } : {}) }
}
