/** Who is looking: their time zone and manner of writing numbers, known to every part without being handed down. */
import { createContext, useContext } from 'hono/jsx'

export interface Viewer {
  /** IANA name, such as Europe/Berlin. */
  zone: string
  /** BCP 47, English in one of its manners. */
  locale: string
  /** Epoch ms of this page; what "today" means. */
  now: number
}

export const ViewerContext = createContext<Viewer>({ zone: 'UTC', locale: 'en-US', now: 0 })

/** The viewer of the page being rendered. */
export function useViewer(): Viewer {
  return useContext(ViewerContext)
}

/** 1,312 as the viewer writes it. */
export function formatNumber(viewer: Viewer, value: number): string {
  return formatter(`n${viewer.locale}`, () => new Intl.NumberFormat(viewer.locale)).format(value)
}

/** A date or time of `at` (epoch ms) in the viewer's zone and manner. */
export function formatTime(viewer: Viewer, at: number, options: Intl.DateTimeFormatOptions): string {
  const key = `${viewer.locale} ${viewer.zone} ${JSON.stringify(options)}`
  return formatter(key, () => new Intl.DateTimeFormat(viewer.locale, { ...options, timeZone: viewer.zone })).format(at)
}

const FORMATTERS_KEPT = 200
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Building a formatter costs a hundred times more than using one. */
function formatter<Made extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Made): Made {
  const known = formatters.get(key)
  if (known) {
    return known as Made
  }
  if (formatters.size >= FORMATTERS_KEPT) {
    formatters.clear()
  }
  const made = make()
  formatters.set(key, made)
  return made
}
