/**
 * The drawing. It shows the document and turns gestures into commands and acts; it decides nothing.
 * React Flow's own keys are off: they would go around the history.
 */
import "@xyflow/react/dist/base.css";
import { ReactFlow, SelectionMode } from "@xyflow/react";
import { lazy, memo, Suspense, useRef } from "react";
import { GRID } from "../model/place";
import { usePreference } from "../session/preferences";
import classes from "./Canvas.module.css";
import { useEditor, useFlow } from "./context";
import type { StepNode, WireEdge } from "./drawing";
import { Guides } from "./Guides";
import { RefusalAtPointer } from "./RefusalAtPointer";
import { StepCard } from "./StepCard";
import { useBoundView } from "./useBoundView";
import { useCamera } from "./useCamera";
import { useDragging } from "./useDragging";
import { useDrawing } from "./useDrawing";
import { useDrops } from "./useDrops";
import { useHands } from "./useHands";
import { useIsFar } from "./useIsFar";
import { useMenus } from "./useMenus";
import { useRememberedView } from "./useRememberedView";
import { useWiring } from "./useWiring";
import { ZOOM } from "./viewport";
import { Wire } from "./Wire";

const Overview = lazy(async () => ({ default: (await import("./Overview")).Overview }));

const nodeTypes = { step: StepCard };
const edgeTypes = { wire: Wire };

/** Numbers that come in twice a second draw the screen around it again, but not the drawing. */
export const Canvas = memo(function Canvas() {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const flow = useEditor((state) => state.document.id);
  const readOnly = useEditor((state) => state.readOnly);
  const dragging = useEditor((state) => state.over !== undefined);
  const wheel = usePreference("wheel");
  const map = usePreference("map");
  const far = useIsFar();
  const frame = useRef<HTMLElement>(null);
  const view = useRememberedView(flow);
  const camera = useCamera(frame, view.remembered);
  useBoundView(frame, camera, view.remember);
  const hands = useHands(camera, view.remember);
  const { redraw, guides, settled, ...drawing } = useDrawing();
  const dragged = useDragging(redraw, settled);
  const menus = useMenus();
  const wiring = useWiring();
  const drops = useDrops();

  return (
    <section
      ref={frame}
      className={classes.frame}
      aria-label={speech.t("canvas.label")}
      data-dragging={dragging || undefined}
      data-far={far || undefined}
      {...drops}
    >
      <ReactFlow<StepNode, WireEdge>
        {...drawing}
        {...dragged}
        {...menus}
        {...wiring}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onEdgeClick={(_, { data }) =>
          data && editor.select([], { from: data.wire.from, port: data.wire.port })
        }
        onPaneClick={() => editor.select([])}
        // Of several that are chosen, the one that is clicked.
        onNodeClick={({ shiftKey, ctrlKey, metaKey }, node) =>
          !(shiftKey || ctrlKey || metaKey) && editor.select([node.id])
        }
        onNodeDoubleClick={(_, node) => editor.show(node.id, "settings")}
        {...hands}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        connectionRadius={36}
        connectionDragThreshold={4}
        nodeDragThreshold={3}
        // A panel that opened now would move the drawing under the hand.
        selectNodesOnDrag={false}
        snapToGrid
        snapGrid={[GRID, GRID]}
        panOnScroll={wheel === "moves"}
        zoomOnScroll={wheel === "zooms"}
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
        edgesReconnectable={!readOnly}
        reconnectRadius={10}
        elevateEdgesOnSelect
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        {map && (
          <Suspense>
            <Overview />
          </Suspense>
        )}
        <Guides guides={guides} />
        <RefusalAtPointer />
      </ReactFlow>
    </section>
  );
});
