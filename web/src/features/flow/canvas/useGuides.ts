/** Keeps a dragged card on the lines of others while it is near them. */
import type { NodePositionChange } from "@xyflow/react";
import { useStoreApi } from "@xyflow/react";
import { useCallback, useState } from "react";
import type { NodeId, Point } from "../model/document";
import { aligned, type Guide } from "../model/guides";
import { plus } from "../model/place";
import { useFlow } from "./context";
import type { StepNode } from "./drawing";

/** In pixels of the screen. */
const REACH = 7;
const NONE: readonly Guide[] = [];

export function useGuides() {
  const { editor } = useFlow().stage;
  const store = useStoreApi();
  const [guides, setGuides] = useState(NONE);

  /** Where cards stand that are dragged together: the first of them decides for all. */
  const onLines = useCallback(
    (changes: NodePositionChange[]): NodePositionChange[] => {
      const [first] = changes;
      if (!first?.position) return changes;
      const moving = new Set(changes.map((change) => change.id));
      const reach = REACH / store.getState().transform[2];
      const found = aligned(editor.state.document, moving, first.position, reach);
      setGuides(first.dragging && found.guides.length > 0 ? found.guides : NONE);
      return changes.map((change) =>
        change.position ? { ...change, position: plus(change.position, found.shift) } : change,
      );
    },
    [editor, store],
  );
  /** Where they stand when they are let go. */
  const settled = useCallback(
    (cards: readonly StepNode[]): Map<NodeId, Point> => {
      const changes = cards.map(
        ({ id, position }): NodePositionChange => ({ id, type: "position", position }),
      );
      return new Map(
        onLines(changes).flatMap(({ id, position }) => (position ? [[id, position]] : [])),
      );
    },
    [onLines],
  );
  return { guides, onLines, settled };
}
