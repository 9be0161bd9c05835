import type { Context } from 'hono'
import { ErrorPage } from '../../../views/layout/error-page'
import type { Refusal } from '../../model/command-result'
import type { Web } from './context'
import { redirect, renderPage } from './respond'

/** Says why there is nothing; for another marketplace's as well, so that their existence is not revealed. */
export function showGone(c: Context<Web>, sentence: string, title = 'There is nothing here') {
  const main = <ErrorPage title={title}>{sentence}</ErrorPage>
  return renderPage(c, { title: 'Not found', section: null, main }, 404)
}

/** Shows a refusal on the page at `at`, unless that page is gone too. */
export function showRefusal(c: Context<Web>, { reason, sentence }: Refusal<string>, at: string) {
  return reason === 'gone' ? showGone(c, sentence) : redirect(c, at, { kind: 'failed', text: sentence })
}
