/** The segments whose members may enter with a new version. Pure. */
import type { FlowDocument } from "../model/document";

export interface SegmentNow {
  readonly id: string;
  readonly name: string;
  readonly members: number;
}

/** Those that a trigger of the draft waits for, as far as somebody is in them. */
export function segmentsAwaited<Segment extends SegmentNow>(
  { nodes }: Pick<FlowDocument, "nodes">,
  segments: readonly Segment[],
): Segment[] {
  const awaited = new Set(
    nodes.filter(({ kind }) => kind === "segment_entered").map(({ settings }) => settings.segment),
  );
  return segments.filter(({ id, members }) => awaited.has(id) && members > 0);
}
