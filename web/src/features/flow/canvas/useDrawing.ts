/** The cards and wires as they are drawn now, and what a person does to them with the pointer. */
import { applyNodeChanges, type NodeChange } from "@xyflow/react";
import { useCallback, useLayoutEffect, useState } from "react";
import { useEditor, useFlow } from "./context";
import { drawEdges, drawNodes, type StepNode, type WireEdge } from "./drawing";
import { useGuides } from "./useGuides";

export function useDrawing() {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const selection = useEditor((state) => state.selection);
  const wire = useEditor((state) => state.wire);

  const picture = { document, kinds, speech, selection };
  const [nodes, setNodes] = useState<StepNode[]>(() => drawNodes([], picture));
  const [edges, setEdges] = useState<WireEdge[]>(() => drawEdges([], picture, wire));
  useLayoutEffect(() => {
    setNodes((before) => drawNodes(before, { document, kinds, speech, selection }));
  }, [document, kinds, speech, selection]);
  useLayoutEffect(() => {
    const drawn = { document, kinds, speech, selection: new Set<string>() };
    setEdges((before) => drawEdges(before, drawn, wire));
  }, [document, kinds, speech, wire]);

  const { guides, onLines, settled } = useGuides();
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
      const rest = changes.filter((change) => change.type === "dimensions");
      const moved = onLines(changes.filter((change) => change.type === "position"));
      if (rest.length + moved.length > 0)
        setNodes((before) => applyNodeChanges([...rest, ...moved], before));
    },
    [editor, onLines],
  );

  /** Puts cards back where the document has them: a drag that was refused leaves no trace. */
  const redraw = useCallback(() => {
    setNodes((before) => drawNodes(before.map(withDocumentPosition), { ...editor.state, speech }));
  }, [editor, speech]);

  return { nodes, edges, onNodesChange, redraw, guides, settled };
}

const withDocumentPosition = (drawn: StepNode): StepNode =>
  drawn.position === drawn.data.node.position
    ? drawn
    : { ...drawn, position: drawn.data.node.position };
