/**
 * The Worker's clock while the demo is prepared: set back, so that a month of sales passes in seconds and its entries carry
 * the times at which they would have come. Only the run that prepares the demo has the key.
 */
const RealDate = Date
const realNow = Date.now
/** An alarm rings no later than this by the real clock, since the demo's may jump past it; its object sets it again where nothing is due. */
const ALARM_MS = 100
const LOOK_AGAIN_MS = 5

let behindMs = 0

const SetBack = new Proxy(RealDate, {
  construct: (date, given, made) => Reflect.construct(date, given.length === 0 ? [now()] : given, made),
  get: (date, key) => (key === 'now' ? now : Reflect.get(date, key)),
})

function now() {
  return realNow() - behindMs
}

/** Null for a request that is none of the clock's. Its body says how far behind the clock is, in ms; 0: it is the real one. */
export async function answerClock(request, { DEMO_CLOCK }) {
  if (DEMO_CLOCK === undefined || new URL(request.url).pathname !== '/demo-clock') {
    return null
  }
  if (request.headers.get('authorization') !== DEMO_CLOCK) {
    return new Response(null, { status: 403 })
  }
  behindMs = Number(await request.text())
  globalThis.Date = behindMs > 0 ? SetBack : RealDate
  return new Response(null, { status: 204 })
}

/** Alarms ring by the real clock. */
export function translateAlarms(storage) {
  const set = storage.setAlarm.bind(storage)
  const get = storage.getAlarm.bind(storage)
  storage.setAlarm = (at) => set(behindMs > 0 ? Math.min(Number(at) + behindMs, realNow() + ALARM_MS) : at)
  storage.getAlarm = async () => {
    const at = await get()
    return at === null ? null : at - behindMs
  }
}

/** What a message waits before it comes again, in seconds: none on a clock that is set back, where `untilDue` waits instead. */
export function queueDelay(seconds) {
  return behindMs > 0 ? 0 : seconds
}

/** Until the clock, which jumps, is past that time. The real one is not waited for. */
export async function untilDue(at) {
  while (behindMs > 0 && now() < at) {
    await scheduler.wait(LOOK_AGAIN_MS)
  }
}
