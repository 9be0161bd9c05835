/** Other senders: what a developer needs, and a recipe for each tool. */
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import type { Recipe } from './recipe-page'

interface RecipesProps {
  base: string
  recipes: Pick<Recipe, 'id' | 'title' | 'group'>[]
  /** Run as pasted; with the secret while it is shown. */
  examples: { curl: string; node: string }
}

export function Examples({ examples: { curl, node } }: Pick<RecipesProps, 'examples'>) {
  return (
    <>
      <CodeBlock id="curl" title="In a terminal, with curl and openssl" code={curl} />
      <CodeBlock id="node" title="In a terminal, with Node 20 or later" code={node} />
    </>
  )
}

export function Recipes({ base, recipes, examples }: RecipesProps) {
  const groups = Map.groupBy(recipes, ({ group }) => group)
  return (
    <Card title="From any other sender" id="recipes">
      <div class="stack">
        <p>
          Post the event as JSON, signed as Standard Webhooks 1.0 describes, or with <code>?key=</code> in the address,
          as JSON or as a form. Everything a developer needs: <a href="/reference/hooks">the reference</a>,{' '}
          <a href="/schemas/event.json">the event’s JSON Schema</a> and{' '}
          <a href="/openapi.json">the OpenAPI description</a>.
        </p>
        {[...groups].map(([group, members]) => (
          <p>
            {group}:{' '}
            {members.map(({ id, title }, index) => (
              <>
                {index > 0 && ' · '}
                <a href={`${base}/webhook/recipes/${id}`}>{title}</a>
              </>
            ))}
          </p>
        ))}
        <Examples examples={examples} />
      </div>
    </Card>
  )
}
