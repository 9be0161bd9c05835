/* The API reference: searching its calls, and the reader's own address in its examples. Without it, every call is listed. */

const EXAMPLE_ORIGIN = 'https://enrollwire.example.com'
const field = document.querySelector('[data-search-calls]')

for (const code of document.querySelectorAll('pre code')) {
  code.textContent = code.textContent.replaceAll(EXAMPLE_ORIGIN, location.origin)
}

if (field) {
  field.addEventListener('input', showFound)
  field.value = new URLSearchParams(location.search).get('q') ?? ''
  showFound()
}

/** A call is found by its words and by the fields it is sent. */
function showFound() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean)
  let found = 0
  for (const card of document.querySelectorAll('#calls > *')) {
    const title = card.querySelector('h2').textContent
    const calls = [...card.querySelectorAll('[data-call]')]
    for (const call of calls) {
      const text = `${title} ${call.textContent} ${call.dataset.call}`.toLowerCase()
      call.hidden = !words.every((word) => text.includes(word))
      found += Number(!call.hidden)
    }
    card.hidden = calls.every((call) => call.hidden)
  }
  const count = found === 1 ? '1 call' : `${found} calls`
  document.getElementById('found').textContent = words.length === 0 ? '' : `${count} found.`
}
