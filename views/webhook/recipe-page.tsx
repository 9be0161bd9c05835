import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { RecipeCode } from './recipe-code'

/** How a sender posts: what to paste or fill in, the exact body that makes, and the entry it becomes. */
export interface Recipe {
  /** Part of its page's address. */
  id: string
  title: string
  group: 'Code' | 'No-code tools' | 'Carts'
  steps: string[]
  /** To paste. */
  code: { title: string; text: string }[]
  contentType: string
  /** Exactly what is posted. */
  body: string
  /** What the log says of it. */
  entry: string
}

interface RecipePageProps {
  base: string
  recipe: Recipe
}

const crumbs = (base: string) => [{ label: 'Webhook', href: `${base}/webhook/senders#recipes` }]

export function NoRecipes({ base }: Pick<RecipePageProps, 'base'>) {
  return (
    <div class="page">
      <PageHeader title="Send events" crumbs={crumbs(base)} />
      <RecipesUnread />
    </div>
  )
}

export function RecipesUnread() {
  return <Notice kind="warning">The recipes could not be read. Load the page again.</Notice>
}

export function RecipePage({ base, recipe }: RecipePageProps) {
  const { title, steps, code, body, contentType, entry } = recipe
  return (
    <div class="page">
      <PageHeader
        title={`Send events from ${title}`}
        crumbs={crumbs(base)}
        lead="Placeholders stand for your key and your signing secret, which are shown once: when they are made or rotated."
      />
      <Card title="Steps">
        <div class="prose">
          <ol>
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </div>
      </Card>
      {code.map((one, index) => (
        <RecipeCode id={`code-${index}`} title={one.title} code={one.text} wrap={!one.text.includes('\n')} />
      ))}
      <CodeBlock id="recipe-body" title={`The body it sends (${contentType})`} code={body} wrap />
      <p class="muted small">In the log: {entry}.</p>
    </div>
  )
}
