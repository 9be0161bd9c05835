/** Code of a recipe; offered to copy only once no placeholder is left in it, since senders with one are refused. */
import { CodeBlock } from '../parts/code-block'

interface RecipeCodeProps {
  id: string
  title: string
  code: string
  wrap?: boolean
}

/** As the recipes spell them. */
const PLACEHOLDERS: [RegExp, string][] = [
  [/YOUR-ENDPOINT/, 'Create an endpoint first'],
  [/PASTE_YOUR_SIGNING_SECRET/, 'Put in your signing secret'],
  [/YOUR-KEY/, 'Put in your key'],
]

export function RecipeCode(props: RecipeCodeProps) {
  const unready = PLACEHOLDERS.find(([placeholder]) => placeholder.test(props.code))?.[1]
  return <CodeBlock {...props} unready={unready} />
}
