/** Code of a recipe, offered to copy only once no placeholder is left in it. */
import { CodeBlock } from '../parts/code-block'
import { ENDPOINT_PLACEHOLDER, KEY_PLACEHOLDER, SECRET_PLACEHOLDER } from './placeholders'

interface RecipeCodeProps {
  id: string
  title: string
  code: string
  wrap?: boolean
}

const STEPS: [string, string][] = [
  [ENDPOINT_PLACEHOLDER, 'Create an endpoint first'],
  [SECRET_PLACEHOLDER, 'Put in your signing secret'],
  [KEY_PLACEHOLDER, 'Put in your key'],
]

export function RecipeCode(props: RecipeCodeProps) {
  const unready = STEPS.find(([placeholder]) => props.code.includes(placeholder))?.[1]
  return <CodeBlock {...props} unready={unready} />
}
