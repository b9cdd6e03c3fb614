/** The lines on which a dragged card stands with others. */
import { useStore, ViewportPortal } from "@xyflow/react";
import type { Guide } from "../model/guides";
import { CARD } from "../model/place";
import classes from "./Guides.module.css";

/** So far a line reaches beyond the cards. */
const BEYOND = 12;

export function Guides({ guides }: { guides: readonly Guide[] }) {
  const zoom = useStore(({ transform }) => transform[2]);
  return (
    <ViewportPortal>
      {guides.map(({ along, at, from, to }) => {
        const [middle, far] =
          along === "x" ? [at + CARD.width / 2, CARD.height] : [at + CARD.height / 2, CARD.width];
        const [start, length] = [from - BEYOND, to - from + far + 2 * BEYOND];
        const thin = 1 / zoom;
        const place =
          along === "x"
            ? { left: middle, top: start, width: thin, height: length }
            : { left: start, top: middle, width: length, height: thin };
        return <div key={along} className={classes.guide} data-guide={along} style={place} />;
      })}
    </ViewportPortal>
  );
}
