import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ErrorPage } from '../../views/layout/error-page'
import { addLogFields, describeError } from '../http/request-log'
import type { Web } from './http/context'
import { renderPage } from './http/respond'

/** Also shown for another marketplace's resources, so that their existence is not revealed. */
export function showNotFound(c: Context<Web>) {
  const main = (
    <ErrorPage title="There is nothing here">It may have been deleted, or the address is not complete.</ErrorPage>
  )
  return renderPage(c, { title: 'Not found', section: null, main }, 404)
}

/** The log line has the details for the operator. */
export function showFailure(error: Error, c: Context<Web>) {
  if (error instanceof HTTPException) {
    return error.getResponse()
  }
  addLogFields(describeError(error))
  const main = (
    <ErrorPage title="That did not work">
      The fault is on our side and nothing was lost: events go on being received. Go back and try again in a minute.
    </ErrorPage>
  )
  return renderPage(c, { title: 'Something broke', section: null, main }, 500)
}
