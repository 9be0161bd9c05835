/** Other senders: what a developer needs, and a recipe for each tool. */
import { Card } from '../parts/card'
import { RecipeCode } from './recipe-code'
import { type Recipe, RecipesUnread } from './recipe-page'

interface RecipesProps {
  base: string
  /** Null if they cannot be read. */
  recipes: Recipe[] | null
}

/** Run as pasted; with the secret while it is shown. */
export function Examples({ recipes }: { recipes: Recipe[] }) {
  const example = (id: string) => recipes.find((one) => one.id === id)?.code[0]?.text ?? ''
  return (
    <>
      <RecipeCode id="curl" title="In a terminal, with curl and openssl" code={example('curl')} />
      <RecipeCode id="node" title="In a terminal, with Node 20 or later" code={example('node')} />
    </>
  )
}

export function Recipes({ base, recipes }: RecipesProps) {
  const groups = Map.groupBy(recipes ?? [], ({ group }) => group)
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
        {recipes === null ? <RecipesUnread /> : <Examples recipes={recipes} />}
      </div>
    </Card>
  )
}
