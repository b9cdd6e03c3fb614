/** Rows by the pointer: taken by their handle, let go before or after another row. */
import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";

export type Edge = "before" | "after";

const rowOf = (data: Record<string | symbol, unknown>) =>
  typeof data.row === "string" ? data.row : undefined;

export function useRowDrag(id: string, onDrop: (row: string, edge: Edge) => void) {
  const place = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || handle.current === null) return;
    const edgeAt = (y: number): Edge => {
      const { top, height } = element.getBoundingClientRect();
      return y < top + height / 2 ? "before" : "after";
    };
    const stopDragging = draggable({
      element,
      dragHandle: handle.current,
      getInitialData: () => ({ row: id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
    const stopDropping = dropTargetForElements({
      element,
      canDrop: ({ source }) => ![undefined, id].includes(rowOf(source.data)),
      onDrag: ({ location }) => setEdge(edgeAt(location.current.input.clientY)),
      onDragLeave: () => setEdge(null),
      onDrop: ({ source, location }) => {
        setEdge(null);
        const row = rowOf(source.data);
        if (row !== undefined) drop.current(row, edgeAt(location.current.input.clientY));
      },
    });
    return () => {
      stopDragging();
      stopDropping();
    };
  }, [id]);
  return { place, handle, edge, dragged };
}

/** The end of a group, where a row can be let go also while the group has none. */
export function useEndDrop(onDrop: (row: string) => void) {
  const place = useRef<HTMLDivElement>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    return dropTargetForElements({
      element: place.current,
      canDrop: ({ source }) => rowOf(source.data) !== undefined,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const row = rowOf(source.data);
        if (row !== undefined) drop.current(row);
      },
    });
  }, []);
  return { place, over };
}
