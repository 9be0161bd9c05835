/** Progress of queued work beyond what the other side accepts at once; polls until it is done. */
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { poll } from '../parts/poll'
import { Progress } from '../parts/progress'

export interface BacklogProps {
  done: number
  waiting: number
  kinds: string
  /** Null until there is enough progress for an estimate. */
  minutesLeft: number | null
}

const SECONDS_BETWEEN_LOOKS = 4

export function Backlog({ base, kinds, done, waiting, minutesLeft }: BacklogProps & { base: string }) {
  return (
    <div id="backlog" {...poll(`${base}/overview/backlog`, SECONDS_BETWEEN_LOOKS)}>
      <Card title="Working through a rush">
        <Progress
          label="Customers moved"
          done={done}
          of={done + waiting}
          title={
            <>
              <Count of={done} /> of <Count of={done + waiting} /> done
            </>
          }
          note={
            <>
              {minutesLeft !== null && `About ${duration(minutesLeft)} left. `}
              {kinds} takes only so many requests a minute; all of them are in use, and every customer gets a turn.
            </>
          }
        />
      </Card>
    </div>
  )
}

/** Replaces the card once the backlog is done. */
export function BacklogDone() {
  return (
    <div id="backlog">
      <Card title="Working through a rush">
        <Progress label="Customers moved" done={1} of={1} title="Everyone is where they belong" />
      </Card>
    </div>
  )
}

const MINUTES_PER_HOUR = 60

function duration(minutes: number): string {
  if (minutes < MINUTES_PER_HOUR) {
    return minutes <= 1 ? 'a minute' : `${Math.round(minutes)} minutes`
  }
  const hours = Math.round(minutes / MINUTES_PER_HOUR)
  return hours === 1 ? 'an hour' : `${hours} hours`
}
