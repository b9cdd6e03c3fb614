/** How far something is on its way. The browser's own bar, which is read aloud as what it is. */
import classes from "./Bar.module.css";

/** `label`: of what; the number stands beside it in words. */
type Props = { label: string; value: number; max?: number };

export function Bar({ label, value, max = 1 }: Props) {
  return (
    <progress
      className={classes.bar}
      aria-label={label}
      max={max}
      value={Math.min(max, Math.max(0, value))}
    />
  );
}
