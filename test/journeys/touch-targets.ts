/** What a finger would miss: everything to press on a phone answers within 44 px, measured by hits and not by boxes. */
import type { Page } from 'playwright-core'

const PHONE = { width: 390, height: 844 }

/** Half of 44 px, less a pixel for places between two. */
const REACH_PX = 21

/**
 * A link inside a sentence may be as small as its text. A box with a label, and what has a cell of the log
 * to itself, are hit through these too. Pixels outside the window cannot be hit and count as its edge.
 */
const FIND = `(() => {
  const inSentence = (link) => {
    if (getComputedStyle(link).display !== 'inline') return false
    for (let around = link.parentElement; around; around = around.parentElement) {
      if ([...around.childNodes].some((node) => node.nodeType === 3 && /\\w/.test(node.data))) return true
      if (getComputedStyle(around).display !== 'inline') return false
    }
  }
  const isBox = (one) => one.matches('[type=checkbox], [type=radio]')
  const partsOf = (one) =>
    [one, ...(isBox(one) ? one.labels : []), one.closest('.log-box, .log-who')].filter(Boolean)
  const pressed = (x, y) => document.elementFromPoint(
    Math.max(1, Math.min(innerWidth - 2, x)),
    Math.max(1, Math.min(innerHeight - 2, y)),
  )?.closest('a, button, summary, input, select, textarea, label, td.log-box')
  const missed = (one) => {
    one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const parts = partsOf(one)
    const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ width }) => width > 0)
    if (boxes.length === 0) return []
    const middle = (from, to) => (Math.min(...boxes.map(from)) + Math.max(...boxes.map(to))) / 2
    const x = middle((box) => box.left, (box) => box.right)
    const y = middle((box) => box.top, (box) => box.bottom)
    return Object.entries({ left: [-1, 0], right: [1, 0], above: [0, -1], below: [0, 1] })
      .filter(([, [across, down]]) => !parts.includes(pressed(x + ${REACH_PX} * across, y + ${REACH_PX} * down)))
      .map(([side]) => side)
  }
  const shown = [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter(
    // A row of the log is opened from anywhere in it.
    (one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip, .row-link') && !inSentence(one),
  )
  return shown.map((one) => [one, missed(one)]).filter(([, sides]) => sides.length > 0)
    .map(([one, sides]) => one.outerHTML.slice(0, 160) + ' is missed ' + sides.join(' and '))
})()`

/** What is too small or too close to another for a finger, on a phone, as the page stands. */
export async function missedTargets(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await page.setViewportSize(PHONE)
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  const missed = await page.evaluate<string[]>(FIND)
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: false })
  await session.detach()
  return missed
}
