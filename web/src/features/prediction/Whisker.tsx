/** A number with the range in which it lies, on a line from one end to the other. Words stand beside it. */
import classes from "./Prediction.module.css";

type Props = {
  value: number;
  low: number;
  high: number;
  from: number;
  to: number;
  /** Where nothing is gained or lost. */
  middle?: number;
  faint?: boolean;
};

export function Whisker({ value, low, high, from, to, middle, faint = false }: Props) {
  const place = (number: number) =>
    `${(100 * (Math.min(to, Math.max(from, number)) - from)) / (to - from)}%`;
  return (
    <div className={classes.track} data-faint={faint || undefined} aria-hidden>
      {middle !== undefined && <i className={classes.middle} style={{ left: place(middle) }} />}
      <i
        className={classes.range}
        style={{ left: place(low), right: `calc(100% - ${place(high)})` }}
      />
      <i className={classes.point} style={{ left: place(value) }} />
    </div>
  );
}
