/** Ids are text with us, numbers on Thinkific's wire. */
export function toWireId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id
}
