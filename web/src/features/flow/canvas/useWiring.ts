/** Drawing wires: where one may end, and what a wire means that ends on nothing. */
import { type Connection, type FinalConnectionState, useReactFlow } from "@xyflow/react";
import { refusal } from "../model/connect";
import type { Point, PortRef } from "../model/document";
import { nodeOf } from "../model/graph";
import { CARD } from "../model/place";
import { connect } from "../session/acts";
import { useEditor, useFlow } from "./context";
import type { WireEdge } from "./drawing";

export function useWiring() {
  const { editor } = useFlow().stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const { screenToFlowPosition } = useReactFlow();

  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const from = state.fromHandle;
    if (!from?.id || from.type !== "source" || !("clientX" in event)) return;
    const port = { from: from.nodeId, port: from.id };
    const pointer = { x: event.clientX, y: event.clientY };
    const target = state.toNode?.id ?? stepAt(pointer);
    if (target === undefined) {
      const spot = { on: "port", port, at: under(screenToFlowPosition(pointer), port) } as const;
      editor.open({ ask: "step", spot });
    } else if (target !== port.from || state.toNode) {
      connect(editor, port, target, pointer);
    }
  };

  /** Where a wire was let go, but straight below its step when that is what was meant. */
  const under = (place: Point, port: PortRef): Point => {
    const above = nodeOf(editor.state.document, port.from)?.position;
    const x = place.x - CARD.width / 2;
    const straight = above !== undefined && Math.abs(x - above.x) < CARD.width / 4;
    return { x: straight ? above.x : x, y: place.y };
  };

  const isValidConnection = (wire: Connection | WireEdge) =>
    refusal(
      document,
      kinds,
      { from: wire.source, port: wire.sourceHandle ?? "next", to: wire.target },
      { replace: true },
    ) === null;

  return { onConnectEnd, isValidConnection };
}

/** The step whose card is at a point of the screen. */
function stepAt({ x, y }: Point): string | undefined {
  const card = globalThis.document
    .elementFromPoint(x, y)
    ?.closest<HTMLElement>(".react-flow__node");
  return card?.dataset.id;
}
