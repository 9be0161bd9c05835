import { type Answer, type ApiConnection, callApi } from './call'
import { PAGE_LIMIT, type Page, pageSchema } from './page'
import {
  type Bundle,
  bundle,
  type Course,
  course,
  type ProfileField,
  product,
  profileField,
  type ThinkificProduct,
} from './records'
import { parseAs } from './response'

export function catalogCalls(connection: ApiConnection) {
  return {
    /** Thinkific's own smoke test: reads one course. `courses` is the site's total, null when not reported. */
    async check(): Promise<Answer<{ courses: number | null }>> {
      const read = pageSchema(course, 1, 1)
      const answer = await callApi(connection, { method: 'GET', path: '/courses', query: { limit: 1 } }, (response) =>
        parseAs(read, response),
      )
      return answer.ok ? { ...answer, value: { courses: answer.value.total } } : answer
    },

    /** Courses made with the new course builder may be missing (reference 3.1); their ids can be typed. */
    listCourses(page = 1): Promise<Answer<Page<Course>>> {
      return list(connection, '/courses', course, page)
    },

    /** The only list with bundles, and the only one that marks drafts and private items. */
    listProducts(page = 1): Promise<Answer<Page<ThinkificProduct>>> {
      return list(connection, '/products', product, page)
    },

    bundle(id: string): Promise<Answer<Bundle>> {
      return callApi(connection, { method: 'GET', path: `/bundles/${encodeURIComponent(id)}` }, (response) =>
        parseAs(bundle, response),
      )
    },

    bundleCourses(id: string, page = 1): Promise<Answer<Page<Course>>> {
      return list(connection, `/bundles/${encodeURIComponent(id)}/courses`, course, page)
    },

    profileFields(page = 1): Promise<Answer<Page<ProfileField>>> {
      return list(connection, '/custom_profile_field_definitions', profileField, page)
    },
  }
}

function list<T>(connection: ApiConnection, path: string, row: Parameters<typeof pageSchema<T>>[0], page: number) {
  const read = pageSchema(row, page, PAGE_LIMIT)
  return callApi<Page<T>>(connection, { method: 'GET', path, query: { page, limit: PAGE_LIMIT } }, (response) =>
    parseAs(read, response),
  )
}
