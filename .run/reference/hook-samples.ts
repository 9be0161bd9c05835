/** A post of a store, signed where its sender can sign. */
import { codeRecipes, curlCode } from '../../src/web/webhook/recipes/code'
import type { Call, OpenApiDocument } from '../openapi/document'
import { exampleOf } from '../openapi/example'
import { ORIGIN, type Samples } from './samples'

const PURCHASE = { secret: null, key: null, product: { id: '440369', name: 'Club' } }

export function writeHookSamples(document: OpenApiDocument, call: Call): Samples {
  const url = ORIGIN + call.path.replace('{endpoint}', 'YOUR-ENDPOINT')
  const isSigned = call.parameters.some(({ name }) => name === 'webhook-signature')
  return isSigned ? signed(url) : keyed(`${url}?key=YOUR-KEY`, exampleOf(document, call.body ?? {}))
}

function signed(url: string): Samples {
  const given = { ...PURCHASE, url }
  const node = codeRecipes(given).find(({ id }) => id === 'node')?.code[0]?.text ?? ''
  // Without the command that runs it in a terminal.
  return { curl: curlCode(given), typescript: node.split('\n').slice(1, -1).join('\n') }
}

function keyed(url: string, body: unknown): Samples {
  const json = JSON.stringify(body)
  return {
    curl: `curl -i '${url}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${json}'`,
    typescript: `const answer = await fetch('${url}', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),
})
console.log(answer.status, await answer.text())`,
  }
}
