/* Every page works without this script. No eval and no inline code: the CSP forbids both. */

const NO_ANSWER = 'That did not reach us. What you typed is still here: check your connection and try again.'
const OUR_FAULT = 'Something went wrong on our side. What you typed is still here; try again in a minute.'
const A_YEAR_S = 31536000
const TOAST_MS = 6000
const DOUBLE_CLICK_MS = 300
// Password forms stay native: password managers watch for a real navigation.
// Uploads stay native too: the browser shows their progress and sets no time limit.
const GENTLE_FORMS = 'form[method="post"]:not([enctype], :has([autocomplete$="-password"]))'

// The server renders times in the viewer's time zone, which it reads from this cookie.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
if (zone) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet
  document.cookie = `zone=${zone}; path=/; max-age=${A_YEAR_S}; samesite=lax`
}

addEventListener('DOMContentLoaded', () => {
  takeFocus(document)
  announceToasts()
})

// A page restored from the back/forward cache must not keep its buttons locked.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) {
    form.removeAttribute('aria-busy')
  }
})

// Forms are sent without leaving the page, so that typed values survive a missing or broken response.
document.addEventListener('htmx:before:process', ({ target }) => {
  for (const form of target.matches(GENTLE_FORMS) ? [target] : target.querySelectorAll(GENTLE_FORMS)) {
    form.setAttribute('hx-boost', 'true')
    form.setAttribute('hx-sync', 'this:drop')
  }
})

// A page can be typed in a moment before htmx listens. What was typed or chosen by then is replayed once it does,
// even what was typed before this script ran.
const early = new Set()
const remember = ({ target }) => early.add(target)
addEventListener('input', remember)
document.addEventListener(
  'htmx:after:process',
  () => {
    removeEventListener('input', remember)
    for (const field of document.querySelectorAll('[hx-get] input[type="search"]')) {
      if (field.value !== field.defaultValue) {
        early.add(field)
      }
    }
    for (const field of early) {
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  },
  { once: true },
)

// A form answered in place (say, with errors) keeps its page's address, so that reloading shows that page.
document.addEventListener('htmx:before:history:update', (event) => {
  const { sourceElement, response } = event.detail
  if (sourceElement.matches(GENTLE_FORMS) && !response.raw.redirected) {
    event.preventDefault()
  }
})

addEventListener('submit', (event) => {
  const form = event.target
  if (form.getAttribute('aria-busy') === 'true') {
    event.preventDefault()
  } else if (!event.defaultPrevented && form.method !== 'get') {
    form.setAttribute('aria-busy', 'true')
  }
})

addEventListener('click', (event) => {
  const closer = event.target.closest('[data-dismiss]')
  if (closer) {
    closer.closest('.toast').remove()
  }
  const copier = event.target.closest('[data-copy]')
  if (copier) {
    copy(copier)
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) {
      menu.open = false
    }
  }
})

// A click anywhere in a row of the log opens its entry, unless it selects text or is meant for something inside.
// A double click selects a word, so the first click waits for the second.
let opening
addEventListener('click', ({ target, detail }) => {
  clearTimeout(opening)
  // A finger rarely hits the box itself.
  if (target.matches('.log-box')) {
    target.firstElementChild.click()
    return
  }
  if (detail < 2 && getSelection().isCollapsed && !target.closest('a, button, input, label, summary')) {
    opening = setTimeout(() => target.closest('tr')?.querySelector('.row-link')?.click(), DOUBLE_CLICK_MS)
  }
})

// Arrows go from a combobox's search into its list and back.
addEventListener('keydown', (event) => {
  const { target, key } = event
  const box = target.closest?.('.combobox')
  const choices = [...(box?.querySelectorAll('.options input:enabled') ?? [])]
  const isFirst = target === choices[0]
  if (key === 'ArrowDown' && target.type === 'search' && choices.length > 0) {
    event.preventDefault()
    ;(choices.find(({ checked }) => checked) ?? choices[0]).focus()
  } else if (key === 'ArrowUp' && isFirst) {
    event.preventDefault()
    box.querySelector('[type="search"]').focus()
  }
})

addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]')
  if (menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

// The search of everything: / or Ctrl-K begins it, the arrows walk through what was found, Escape leaves it.
addEventListener('keydown', (event) => {
  const field = [...document.querySelectorAll('[data-find]')].find((one) => one.checkVisibility())
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]')
  if ((event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
    const link = document.querySelector('.find > a')
    event.preventDefault()
    if (field) {
      field.focus()
      field.select()
    } else {
      link?.click()
    }
  }
  const list = event.target.closest?.('.find')
  if (list && ['ArrowDown', 'ArrowUp', 'Escape'].includes(event.key)) {
    event.preventDefault()
    const stops = [field, ...list.querySelectorAll('.found-list a')]
    const next = event.key === 'Escape' ? 0 : stops.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)
    stops[Math.max(0, Math.min(next, stops.length - 1))]?.focus()
    if (event.key === 'Escape') {
      document.getElementById('found').replaceChildren()
    }
  }
})

document.addEventListener('htmx:after:swap', (event) => {
  const { target } = event.detail.ctx
  if (target === document.body) {
    // After a swap to another page, start at its top as a real navigation would.
    document.getElementById('main')?.focus()
    scrollTo(0, 0)
    announceToasts()
  }
  takeFocus(target || document)
})
document.addEventListener('htmx:error', (event) => trouble(event.target, NO_ANSWER))
document.addEventListener('htmx:before:response', (event) => {
  if (event.detail.ctx.response.status >= 500) {
    event.preventDefault()
    trouble(event.target, OUR_FAULT)
  } else {
    document.querySelector('.toast[data-until-answered]')?.remove()
  }
})

/** Moves focus to an error summary for keyboard and screen reader users. */
function takeFocus(root) {
  const wanted = root.matches?.('[data-focus]') ? root : root.querySelector?.('[data-focus]')
  wanted?.focus()
}

/** Live regions announce only later changes, so toasts present at load are inserted again. What went wrong stays. */
function announceToasts() {
  const region = document.getElementById('toasts')
  const flashes = region ? [...region.children] : []
  setTimeout(() => region?.append(...flashes), 150)
  for (const toast of flashes.filter((one) => !one.matches('.problem'))) {
    leaveUnlessRead(toast)
  }
}

/** A toast under the pointer or with the focus is still being read. */
function leaveUnlessRead(toast) {
  setTimeout(() => (toast.matches(':hover, :focus-within') ? leaveUnlessRead(toast) : toast.remove()), TOAST_MS)
}

/** A field loses its error, and its line in the summary, as soon as it is corrected. */
addEventListener('input', ({ target }) => {
  if (target.getAttribute?.('aria-invalid') !== 'true') {
    return
  }
  target.removeAttribute('aria-invalid')
  document.getElementById(`${target.id}-error`)?.remove()
  const summary = target.form?.querySelector('[data-focus]')
  summary
    ?.querySelector(`a[href="#${CSS.escape(target.id)}"]`)
    ?.closest('li')
    .remove()
  const left = summary?.querySelectorAll('li').length
  if (left === 0) {
    summary.remove()
  } else if (left) {
    summary.querySelector('strong').textContent = left === 1 ? 'Fix one problem' : `Fix ${left} problems`
  }
})

/** Shows a toast until the next response arrives. Polling fragments stay quiet, since they ask again within seconds. */
function trouble(asking, sentence) {
  const shape = document.getElementById('toast-problem')
  const region = document.getElementById('toasts')
  if (shape && region && !asking.closest?.('[data-calm]') && !region.textContent.includes(sentence)) {
    const copy = shape.content.firstElementChild.cloneNode(true)
    copy.querySelector('.toast-text').textContent = sentence
    copy.dataset.untilAnswered = ''
    region.append(copy)
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy)
  await navigator.clipboard.writeText(source.value ?? source.textContent)
  const words = button.querySelector('.copy-words')
  const before = words.textContent
  words.textContent = 'Copied'
  setTimeout(() => {
    words.textContent = before
  }, 2000)
}
