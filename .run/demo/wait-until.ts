/** An event is queued, matched and enrolled well within this, and a school's list is read. */
const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 100

/** @param look what is still missing, in words; empty once all is there */
export async function waitUntil(look: () => Promise<string>): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const missing = await look()
    if (missing === '') {
      return
    }
    if (Date.now() > end) {
      throw new Error(`The demo waited in vain for ${missing}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
