/** The time a signed post says it was signed at: Standard Webhooks 1.0 allows five minutes between two clocks. */

const TOLERANCE_SECONDS = 300

/** Null for whole seconds within the tolerance, else what to change. @param now epoch ms */
export function explainTimestamp(timestamp: string, now: number): string | null {
  if (!/^\d{1,12}$/.test(timestamp)) {
    return `The webhook-timestamp header ${explainShape(timestamp.trim())}`
  }
  const away = Math.floor(now / 1000) - Number(timestamp)
  if (Math.abs(away) <= TOLERANCE_SECONDS) {
    return null
  }
  const where = away > 0 ? 'behind' : 'ahead of'
  return `The webhook-timestamp header is more than five minutes ${where} our clock. Sign each attempt with the current time, and check the sender’s clock.`
}

const EXAMPLE = 'seconds since 1970, such as 1763633700.'

function explainShape(text: string): string {
  if (text === '') {
    return `is empty. Send whole ${EXAMPLE}`
  }
  const unit = UNITS.find(({ digits }) => digits.test(text))
  if (unit !== undefined) {
    return `is in ${unit.name}. Send whole seconds: divide it by ${unit.divisor} and drop the rest.`
  }
  if (/^\d{1,12}\.\d*$/.test(text)) {
    return 'has decimals. Send whole seconds: drop what follows the point.'
  }
  const isDate = /\d{4}/.test(text) && /^\d+[./-]\d+[./-]\d+|[\d,][T ]\d|\b[A-Z][a-z]{2}\b/.test(text)
  return isDate ? `is a date. Send the time as whole ${EXAMPLE}` : `is not a whole number of ${EXAMPLE}`
}

const UNITS = [
  { name: 'milliseconds', digits: /^\d{13}(?:\.\d*)?$/, divisor: '1,000' },
  { name: 'microseconds', digits: /^\d{16}$/, divisor: '1,000,000' },
  { name: 'nanoseconds', digits: /^\d{19}$/, divisor: '1,000,000,000' },
]
