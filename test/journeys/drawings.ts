/** What is wrong with the drawings on a page, as Chromium laid them out. */
import type { Page } from 'playwright-core'

export interface Drawing {
  name: string
  /** The smallest letters, as the reader sees them. */
  lettersPx: number
  /** Texts that leave the box they begin in, or run into another text. */
  astray: string[]
}

/** Letters reach a pixel above and below what they look like. */
const MEASURE = `[...document.querySelectorAll('.screen')].map((svg) => {
  const boxOf = (one) => one.getBoundingClientRect()
  const scale = boxOf(svg).width / svg.viewBox.baseVal.width
  const around = [svg, ...svg.querySelectorAll('rect')].map(boxOf)
  const texts = [...svg.querySelectorAll('text')]
  const beginsIn = (text, box) => {
    const middle = text.top + text.height / 2
    return text.left >= box.left && text.left < box.right && middle >= box.top && middle <= box.bottom
  }
  const leaves = (text, box) => text.right > box.right || text.top < box.top - 1 || text.bottom > box.bottom + 1
  const meets = (text, other) =>
    text.left < other.right && other.left < text.right && Math.abs(text.top - other.top) < text.height / 2
  return {
    name: svg.getAttribute('aria-label'),
    lettersPx: Math.min(...texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale)),
    astray: texts
      .filter((text) =>
        around.some((box) => beginsIn(boxOf(text), box) && leaves(boxOf(text), box)) ||
        texts.some((other) => other !== text && meets(boxOf(text), boxOf(other))))
      .map((text) => text.textContent),
  }
})`

export function measureDrawings(page: Page): Promise<Drawing[]> {
  return page.evaluate<Drawing[]>(MEASURE)
}
