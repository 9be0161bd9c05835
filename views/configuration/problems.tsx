import type { FileProblem } from '../../src/configuration/problem'
import { askToFix } from '../parts/error-summary'
import { Icon } from '../parts/icon'

/** Everything that is wrong with a file, with the place of each. */
export function Problems({ problems }: { problems: FileProblem[] }) {
  if (problems.length === 0) {
    return null
  }
  return (
    <div class="notice tone-bad" role="alert" tabindex={-1} data-focus="true">
      <Icon name="warning" />
      <div>
        <strong>{askToFix(problems.length)}</strong>
        <ul>
          {problems.map(({ path, sentence }) => (
            <li>
              {path !== '' && (
                <>
                  <code>{path}</code>:{' '}
                </>
              )}
              {sentence}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
