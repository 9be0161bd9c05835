/** Fields whose name hides what their form has by it: beside a field named action, `form.action` is that field; htmx takes a field named form for the form. */
import type { Page } from 'playwright-core'

/** Fields of the product's forms. Of a form's own, htmx asks its id, to name it to the server, and whether its action is of this site. */
const HARMLESS = ['action', 'id', 'name', 'role', 'target']

const FIND = `(() => {
  const hidden = new Set(['form'])
  for (const name in document.createElement('form')) hidden.add(name)
  return [...document.forms]
    .flatMap((form) => [...form.elements])
    .map(({ name }) => name)
    .filter((name) => hidden.has(name))
})()`

export async function hidingFields(page: Page): Promise<string[]> {
  const names = await page.evaluate<string[]>(FIND)
  const hiding = new Set(names.filter((name) => !HARMLESS.includes(name)))
  return [...hiding].map((name) => `a field named ${name} hides its form’s own ${name}`)
}
