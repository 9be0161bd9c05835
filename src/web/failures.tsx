import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ErrorPage } from '../../views/layout/error-page'
import { addLogFields, describeError } from '../http/request-log'
import { TimeoutError } from '../limits/timeout'
import type { Web } from './http/context'
import { showGone } from './http/gone'
import { renderPage } from './http/respond'

/** Also shown for another marketplace's resources, so that their existence is not revealed. */
export function showNotFound(c: Context<Web>) {
  return showGone(c, 'It may have been deleted, or the link is incomplete.')
}

/** The log line has the details for the operator. */
export function showFailure(error: Error, c: Context<Web>) {
  if (error instanceof HTTPException) {
    return error.getResponse()
  }
  addLogFields(describeError(error))
  if (isTimeout(error)) {
    return showTimeout(c)
  }
  const main = (
    <ErrorPage title="Something went wrong">
      The fault is on our side, and no event is lost: we’re still receiving them. Go back and try again in a minute.
    </ErrorPage>
  )
  return renderPage(c, { title: 'Something went wrong', section: null, main }, 500)
}

/** A form's change may still be saved: work that passes its limit is not stopped. */
function showTimeout(c: Context<Web>) {
  const main = (
    <ErrorPage title="That took too long">
      {c.req.method === 'POST' ? (
        <>
          Enrollwire didn’t finish in time, so your change may or may not be saved. Go back: what you typed is still in
          the form. Send it again in a minute; nothing is saved twice.
        </>
      ) : (
        <>Enrollwire didn’t finish in time. We’re still receiving events; try again in a minute.</>
      )}
    </ErrorPage>
  )
  return renderPage(c, { title: 'That took too long', section: null, main }, 503)
}

/** Libraries wrap what the database throws. */
function isTimeout(error: unknown): boolean {
  return error instanceof TimeoutError || (error instanceof Error && isTimeout(error.cause))
}
