/** What an assistant may ask for, declared once: the same fields describe a tool and check what it is given. */
import * as z from 'zod'
import type { TokenScope } from '../../../accounts/api-tokens'
import type { ApiCall } from '../../contract/call'

const MOST_CHARACTERS = 400

interface ToolField {
  description: string
  required?: true
  choices?: readonly string[]
}

type ToolFields = Record<string, ToolField>

type GivenFields<Fields extends ToolFields> = {
  [Name in keyof Fields]: Fields[Name] extends { required: true } ? string : string | undefined
}

export interface Tool<Fields extends ToolFields = ToolFields> {
  name: string
  title: string
  description: string
  scope: TokenScope
  fields: Fields
  /** Answers in sentences. Throws ApiProblem where it is refused */
  run: (call: ApiCall, given: GivenFields<Fields>) => Promise<string>
}

export function defineTool<const Fields extends ToolFields>(tool: Tool<Fields>): Tool {
  return tool as unknown as Tool
}

/** As MCP lists it. */
export function describeTool({ name, title, description, scope, fields }: Tool): object {
  const properties = Object.entries(fields).map(([field, { description, choices }]) => [
    field,
    { type: 'string', description, ...(choices ? { enum: choices } : {}) },
  ])
  const required = Object.keys(fields).filter((field) => fields[field]?.required)
  return {
    name,
    title,
    description,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      required,
      additionalProperties: false,
    },
    annotations: { readOnlyHint: scope === 'read', destructiveHint: false, openWorldHint: scope === 'write' },
  }
}

export function readGiven({ fields }: Tool, given: unknown) {
  const shape = Object.entries(fields).map(([field, { required, choices }]) => {
    const text = choices ? z.enum(choices) : z.string({ error: 'It is missing.' }).trim().min(1).max(MOST_CHARACTERS)
    return [field, required ? text : text.optional()]
  })
  return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodType<string | undefined>>).safeParse(given)
}
