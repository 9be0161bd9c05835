/** Tools that cannot sign: they post with the key in the address. */
import type { Recipe } from '../../../../views/webhook/recipe-page'
import {
  FORM_TYPE,
  JSON_TYPE,
  keyedUrl,
  PURCHASE_ENTRY,
  purchaseBody,
  purchaseFields,
  type RecipeGiven,
} from './recipe'

const IDEMPOTENCY =
  'Add the header Idempotency-Key with what happened and the order’s number (for renewals, the payment’s), such as purchased-19026152: a repeated run is then counted once.'
const MAP = 'Replace the sample values with fields of your trigger, and keep the names.'

export function noCodeRecipes(given: RecipeGiven): Recipe[] {
  return [zapierForm(given), zapierCustom(given), make(given), n8n(given), pabbly(given)]
}

function zapierForm(given: RecipeGiven): Recipe {
  const fields = purchaseFields(given, '__')
  return {
    ...form('zapier-form', 'Zapier (form)', fields),
    steps: [
      'In your Zap, add the action Webhooks by Zapier and choose the event POST.',
      'Paste the address as URL, and set Payload Type to form.',
      `Fill Data with these rows, name on the left and value on the right: ${rows(fields)}.`,
      MAP,
      `${IDEMPOTENCY} It goes under Headers.`,
    ],
    code: [{ title: 'URL', text: keyedUrl(given) }],
  }
}

function zapierCustom(given: RecipeGiven): Recipe {
  return {
    ...json('zapier-custom-request', 'Zapier (custom request)', given),
    steps: [
      'In your Zap, add the action Webhooks by Zapier and choose the event Custom Request.',
      'Set Method to POST, paste the address as URL and the body as Data. Leave Unflatten as it is.',
      MAP,
      `Under Headers, add Content-Type with application/json. ${IDEMPOTENCY}`,
    ],
  }
}

function make(given: RecipeGiven): Recipe {
  return {
    ...json('make', 'Make', given),
    steps: [
      'In your scenario, add the module HTTP → Make a request.',
      'Paste the address as URL, and set Method to POST, Body type to Raw and Content type to JSON (application/json).',
      'Paste the body as Request content.',
      MAP,
      `${IDEMPOTENCY} It goes under Headers.`,
      'Set Evaluate all states as errors to yes, so that Make reports a refused post.',
    ],
  }
}

function n8n(given: RecipeGiven): Recipe {
  const parameters = {
    method: 'POST',
    url: keyedUrl(given),
    sendHeaders: true,
    headerParameters: { parameters: [{ name: 'Idempotency-Key', value: 'purchased-19026152' }] },
    sendBody: true,
    specifyBody: 'json',
    jsonBody: purchaseBody(given),
    options: {},
  }
  const node = {
    parameters,
    name: 'Enrollwire',
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    position: [0, 0],
  }
  const plain = json('n8n', 'n8n', given)
  return {
    ...plain,
    steps: [
      'Copy the node below, click on the canvas of your workflow and paste.',
      'Connect it to your trigger: a Stripe Trigger, a WooCommerce Trigger, or any other.',
      'Switch the JSON field to Expression and drag your trigger’s fields over the sample values. Keep the names.',
      'In the header Idempotency-Key, replace the number with the order’s (for renewals, the payment’s), and the word with what happened.',
    ],
    code: [...plain.code, { title: 'The node', text: JSON.stringify({ nodes: [node], connections: {} }, null, 2) }],
  }
}

function pabbly(given: RecipeGiven): Recipe {
  const fields = purchaseFields(given, '.')
  return {
    ...form('pabbly', 'Pabbly Connect', fields),
    steps: [
      'In your workflow, add the action API (Pabbly) → Execute API Request.',
      'Set Method to POST and Payload Type to Encoded, and paste the address as API Endpoint URL.',
      `Switch on Set Parameters and add these, name on the left and value on the right: ${rows(fields)}.`,
      MAP,
      `${IDEMPOTENCY} It goes under Add Headers.`,
    ],
    code: [{ title: 'API Endpoint URL', text: keyedUrl(given) }],
  }
}

function json(id: string, title: string, given: RecipeGiven): Omit<Recipe, 'steps'> {
  const body = purchaseBody(given)
  return {
    id,
    title,
    group: 'No-code tools',
    code: [{ title: 'URL', text: keyedUrl(given) }],
    contentType: JSON_TYPE,
    body,
    entry: PURCHASE_ENTRY,
  }
}

function form(id: string, title: string, fields: [string, string][]): Omit<Recipe, 'steps' | 'code'> {
  return {
    id,
    title,
    group: 'No-code tools',
    contentType: FORM_TYPE,
    body: String(new URLSearchParams(fields)),
    entry: PURCHASE_ENTRY,
  }
}

function rows(fields: [string, string][]): string {
  return fields.map(([name, value]) => `${name} = ${value}`).join('; ')
}
