/** What to mend before a form can be saved; takes focus, and each line leads to its field. */
import { Icon } from './icon'

/** What is wrong, by field name; the empty name is the form as a whole. */
export type Errors = Record<string, string>

/** <ErrorSummary errors={filled.errors} /> as the first child of the form; renders nothing when there are none. */
export function ErrorSummary({ errors }: { errors: Errors }) {
  const problems = Object.entries(errors)
  if (problems.length === 0) {
    return null
  }
  return (
    <div class="notice tone-bad" role="alert" tabindex={-1} data-focus="true">
      <Icon name="warning" />
      <div>
        <strong>{problems.length === 1 ? 'One thing to mend' : `${problems.length} things to mend`}</strong>
        <ul>
          {problems.map(([field, text]) => (
            <li>{field ? <a href={`#${field}`}>{text}</a> : text}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
