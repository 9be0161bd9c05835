/** How many requests each token made. In memory: an object that is evicted forgets, and then refuses none too many. */
import type { ApiAdmission } from './admission'

export const REQUESTS_PER_WINDOW = 600
export const WINDOW_S = 60

export class RequestCounter {
  readonly #windows = new Map<string, { until: number; count: number }>()

  /** @param now epoch ms */
  take(token: string, now: number): Pick<ApiAdmission, 'left' | 'resetS'> {
    const open = this.#windows.get(token)
    const window = open !== undefined && open.until > now ? open : { until: now + WINDOW_S * 1000, count: 0 }
    window.count = Math.min(window.count + 1, REQUESTS_PER_WINDOW + 1)
    this.#windows.set(token, window)
    return { left: REQUESTS_PER_WINDOW - window.count, resetS: Math.ceil((window.until - now) / 1000) }
  }
}
