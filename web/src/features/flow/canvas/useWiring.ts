/** Drawing wires and taking their ends elsewhere: where one may end, and what it means over nothing. */
import { type Connection, type FinalConnectionState, useReactFlow } from "@xyflow/react";
import { disconnected, refusal } from "../model/connect";
import type { FlowEdge, Point, PortRef } from "../model/document";
import { nextPort, nodeOf } from "../model/graph";
import { CARD } from "../model/place";
import { connect, reconnect } from "../session/acts";
import { useFlow } from "./context";
import type { WireEdge } from "./drawing";
import { stepAt } from "./stepAt";

type Release = MouseEvent | TouchEvent;

export function useWiring() {
  const { editor } = useFlow().stage;
  const { screenToFlowPosition } = useReactFlow();

  const onConnectEnd = (event: Release, state: FinalConnectionState) => {
    const from = state.fromHandle;
    if (editor.state.held || !from?.id || from.type !== "source" || !("clientX" in event)) return;
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

  const onReconnectStart = (_: unknown, edge: WireEdge) => editor.hold(edge.data?.wire ?? null);

  /** Over nothing it stays as it was: a wire is not cut by a hand that slips. */
  const onReconnectEnd = (
    event: Release,
    _: WireEdge,
    __: unknown,
    state: FinalConnectionState,
  ) => {
    const old = editor.state.held;
    editor.hold(null);
    if (!old || !("clientX" in event)) return;
    const pointer = { x: event.clientX, y: event.clientY };
    const step = state.toNode?.id ?? stepAt(pointer);
    if (step === undefined) return;
    const wire = state.fromHandle?.type === "source" ? { ...old, to: step } : fromStep(old, step);
    if (wire) reconnect(editor, old, wire, pointer);
  };

  /** The wire as it would leave another step: from where a following one is expected. */
  const fromStep = (old: FlowEdge, step: string): FlowEdge | null => {
    const { document, kinds } = editor.state;
    if (step === old.from) return null;
    const port = nextPort(document, kinds, step);
    return port === undefined ? null : { ...old, from: step, port };
  };

  const isValidConnection = (wire: Connection | WireEdge) => {
    const { document, kinds, held } = editor.state;
    return (
      refusal(
        held ? disconnected(document, held) : document,
        kinds,
        { from: wire.source, port: wire.sourceHandle ?? "next", to: wire.target },
        { replace: held === null },
      ) === null
    );
  };

  return {
    onConnectEnd,
    isValidConnection,
    onReconnectStart,
    onReconnectEnd,
    // Only who listens to it is given ends to take; what it means is decided where they are let go.
    onReconnect: () => {},
  };
}
