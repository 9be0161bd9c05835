import type { Context } from 'hono'
import { ErrorPage } from '../../../views/layout/error-page'
import type { Web } from './context'
import { renderPage } from './respond'

/** Says why there is nothing; for another marketplace's as well, so that their existence is not revealed. */
export function showGone(c: Context<Web>, sentence: string) {
  const main = <ErrorPage title="There is nothing here">{sentence}</ErrorPage>
  return renderPage(c, { title: 'Not found', section: null, main }, 404)
}
