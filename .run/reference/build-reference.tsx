/** The reference's pages, as the assets have them: by path below /reference/. */
import type { OpenApiDocument } from '../openapi/document'
import { readContent } from './content'
import { IndexPage } from './index-page'
import { Layout } from './layout'
import { ResourcePage } from './resource-page'

/** @param names addresses of the assets, by name */
export function buildReference(
  hooks: OpenApiDocument,
  api: OpenApiDocument,
  names: Record<string, string>,
): Record<string, string> {
  const content = readContent(hooks, api)
  const pages = content.pages.map((page) => [
    `${page.slug}.html`,
    toHtml(
      <Layout title={page.title} names={names}>
        <ResourcePage page={page} />
      </Layout>,
    ),
  ])
  const index = (
    <Layout title="Reference" names={names}>
      <IndexPage {...content} />
    </Layout>
  )
  return Object.fromEntries([['index.html', toHtml(index)], ...pages])
}

function toHtml(page: { toString(): string }): string {
  return `<!doctype html>${page}`
}
