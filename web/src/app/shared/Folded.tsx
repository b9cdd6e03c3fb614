/** What most people can do without: a line that opens. */
import type { ReactNode } from "react";
import classes from "./Folded.module.css";

type Props = { summary: string; children: ReactNode };

export function Folded({ summary, children }: Props) {
  return (
    <details className={classes.folded}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
