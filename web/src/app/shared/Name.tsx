/**
 * What somebody called a thing. It keeps its own direction of writing, breaks where it has to, and
 * is cut where it would bury what stands beside it; the whole of it is on hover.
 */
import { short } from "./foreign";

const LINE_MAX = 80;
const HOVER_MAX = 500;

type Props = { children: string; max?: number };

export function Name({ children, max = LINE_MAX }: Props) {
  const shown = short(children, max);
  return (
    <bdi className="name" title={shown === children ? undefined : short(children, HOVER_MAX)}>
      {shown}
    </bdi>
  );
}
