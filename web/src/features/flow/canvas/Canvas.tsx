/**
 * The drawing. It shows the document and turns gestures into commands and acts; it decides nothing.
 * React Flow's own keys are off: they would go around the history.
 */
import "@xyflow/react/dist/base.css";
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import {
  type MouseEvent as ReactMouseEvent,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Point } from "../model/document";
import { wireAt } from "../model/graph";
import { plusNear } from "../model/near";
import { GRID, snapped } from "../model/place";
import { connect, moveTo, setPositions } from "../session/acts";
import classes from "./Canvas.module.css";
import { useEditor, useFlow } from "./context";
import { drawEdges, drawNodes, type StepNode, type WireEdge } from "./drawing";
import { RefusalAtPointer } from "./RefusalAtPointer";
import { StepCard } from "./StepCard";
import { useBoundView } from "./useBoundView";
import { useDrops } from "./useDrops";
import { useRememberedView } from "./useRememberedView";
import { useWiring } from "./useWiring";
import { Wire } from "./Wire";

const nodeTypes = { step: StepCard };
const edgeTypes = { wire: Wire };
const ZOOM = { min: 0.1, max: 2 };

export function Canvas() {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const selection = useEditor((state) => state.selection);
  const chosenWire = useEditor((state) => state.wire);
  const readOnly = useEditor((state) => state.readOnly);
  const dragging = useEditor((state) => state.over !== undefined);
  const { screenToFlowPosition } = useReactFlow();
  const frame = useRef<HTMLElement>(null);
  useBoundView(frame);
  const view = useRememberedView(document.id);

  const picture = { document, kinds, speech, selection };
  const [nodes, setNodes] = useState<StepNode[]>(() => drawNodes([], picture));
  const [edges, setEdges] = useState<WireEdge[]>(() => drawEdges([], picture, chosenWire));
  useLayoutEffect(() => {
    setNodes((before) => drawNodes(before, { document, kinds, speech, selection }));
  }, [document, kinds, speech, selection]);
  useLayoutEffect(() => {
    const drawn = { document, kinds, speech, selection: new Set<string>() };
    setEdges((before) => drawEdges(before, drawn, chosenWire));
  }, [document, kinds, speech, chosenWire]);

  const at = useCallback(
    (event: { clientX: number; clientY: number }): Point =>
      screenToFlowPosition({ x: event.clientX, y: event.clientY }),
    [screenToFlowPosition],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const picked = changes.filter((change) => change.type === "select");
      if (picked.length > 0) {
        const next = new Set(editor.state.selection);
        for (const { id, selected } of picked) {
          if (selected) next.add(id);
          else next.delete(id);
        }
        editor.select(next);
      }
      const rest = changes.filter((change) => change.type !== "select" && change.type !== "remove");
      if (rest.length > 0) setNodes((before) => applyNodeChanges(rest, before));
    },
    [editor],
  );

  const onNodeDrag = (
    event: ReactMouseEvent | MouseEvent | TouchEvent,
    node: StepNode,
    all: StepNode[],
  ) => {
    if (all.length > 1 || !("clientX" in event)) return;
    const spot = plusNear(editor.state.document, kinds, at(event));
    const own =
      spot && (spot.from === node.id || wireAt(editor.state.document, spot)?.to === node.id);
    const trigger = kinds.get(node.data.node.kind)?.role === "trigger";
    editor.hover(own || trigger ? null : spot);
  };

  const onNodeDragStop = (
    event: ReactMouseEvent | MouseEvent | TouchEvent,
    node: StepNode,
    all: StepNode[],
  ) => {
    const spot = editor.state.over;
    editor.hover(undefined);
    if (spot && "clientX" in event) {
      const place = { x: event.clientX, y: event.clientY };
      if (moveTo(editor, node.id, spot, event.altKey, place)) return;
    }
    setPositions(editor, new Map(all.map((one) => [one.id, snapped(one.position)])));
    // A drag that ended where it began, or that was refused, leaves no trace.
    setNodes((before) =>
      drawNodes(before.map(withDocumentPosition), {
        document: editor.state.document,
        kinds,
        speech,
        selection: editor.state.selection,
      }),
    );
  };

  const wiring = useWiring();
  const drops = useDrops();

  const menu = (
    event: ReactMouseEvent | MouseEvent,
    ids: readonly string[] | null,
    wire: WireEdge | null,
  ) => {
    event.preventDefault();
    if (ids && !ids.some((id) => editor.state.selection.has(id))) editor.select(ids);
    const port = wire?.data ? { from: wire.data.wire.from, port: wire.data.wire.port } : null;
    if (port) editor.select([], port);
    editor.open({ ask: "menu", at: { x: event.clientX, y: event.clientY }, wire: port });
  };

  return (
    <section
      ref={frame}
      className={classes.frame}
      aria-label={speech.t("canvas.label")}
      data-dragging={dragging || undefined}
      {...drops}
    >
      <ReactFlow<StepNode, WireEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStart={() => editor.hover(null)}
        onNodeDrag={onNodeDrag}
        onNodeDragStop={onNodeDragStop}
        onEdgeClick={(_, { data }) =>
          data && editor.select([], { from: data.wire.from, port: data.wire.port })
        }
        onPaneClick={() => editor.select([])}
        onNodeDoubleClick={(_, node) => editor.show(node.id, "settings")}
        onNodeContextMenu={(event, node) => menu(event, [node.id], null)}
        onSelectionContextMenu={(event, all) =>
          menu(
            event,
            all.map((node) => node.id),
            null,
          )
        }
        onEdgeContextMenu={(event, edge) => menu(event, null, edge)}
        onPaneContextMenu={(event) => menu(event, null, null)}
        {...wiring}
        onReconnect={(old, wire) => {
          if (
            old.data &&
            wire.source === old.data.wire.from &&
            wire.sourceHandle === old.data.wire.port
          ) {
            connect(editor, old.data.wire, wire.target);
          }
        }}
        // Without an event it was not a person who moved it.
        onMoveEnd={(event, viewport) => event && view.remember(viewport)}
        {...(view.remembered ? { defaultViewport: view.remembered } : { fitView: true })}
        fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        connectionRadius={36}
        connectionDragThreshold={4}
        nodeDragThreshold={3}
        snapToGrid
        snapGrid={[GRID, GRID]}
        panOnScroll
        panOnDrag={[1]}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panActivationKeyCode="Space"
        multiSelectionKeyCode={["Shift", "Control", "Meta"]}
        selectionKeyCode={null}
        deleteKeyCode={null}
        zoomActivationKeyCode={["Control", "Meta"]}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        nodesFocusable
        edgesFocusable={false}
        edgesReconnectable={false}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--flow-dots)" />
        <RefusalAtPointer />
      </ReactFlow>
    </section>
  );
}

const withDocumentPosition = (drawn: StepNode): StepNode =>
  drawn.position === drawn.data.node.position
    ? drawn
    : { ...drawn, position: drawn.data.node.position };
