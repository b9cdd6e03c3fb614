/** A wire, with its "+" and, in the mode of numbers, how many went this way. */
import { BaseEdge, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { useTracedWire } from "../explain/trace";
import { edgeKey } from "../model/change";
import { useCount, useStepNumbers, useWidth } from "../session/numbers";
import { useEditor, useFlow } from "./context";
import type { WireEdge } from "./drawing";
import { useIsFar } from "./useIsFar";
import classes from "./Wire.module.css";

export const Wire = memo(function Wire(props: EdgeProps<WireEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY } = props;
  const { stage, marks, numbers, speech, trace } = useFlow();
  const wire = data?.wire;
  const traced = useTracedWire(trace, wire?.from ?? "", wire?.port ?? "");
  const readOnly = useEditor((state) => state.readOnly);
  const far = useIsFar();
  const over = useEditor(
    (state) => state.over?.from === wire?.from && state.over?.port === wire?.port && !!wire,
  );
  const [path, x, y] = getSmoothStepPath({
    ...props,
    sourceX,
    sourceY,
    targetX,
    targetY,
    borderRadius: 10,
  });
  const width = useWidth(numbers, wire?.from ?? "", wire?.port ?? "");
  if (!wire) return null;
  const mark = marks?.edges.get(edgeKey(wire));
  const open = () =>
    stage.editor.open({
      ask: "step",
      spot: { on: "port", port: { from: wire.from, port: wire.port } },
    });
  return (
    <g
      data-mark={mark}
      data-trace={traced ?? undefined}
      data-selected={selected || undefined}
      className={classes.wire}
    >
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={20}
        className={classes.line}
        {...(width === null ? {} : { style: { strokeWidth: width } })}
      />
      {numbers && !far && <WireCount from={wire.from} port={wire.port} x={x} y={y} />}
      {!readOnly && !numbers && !far && (
        <foreignObject x={x - 14} y={y - 14} width={28} height={28}>
          <button
            type="button"
            tabIndex={-1}
            className={classes.plus}
            data-over={over || undefined}
            aria-label={speech.t("canvas.insertHere")}
            title={speech.t("canvas.insertHere")}
            onClick={(event) => {
              event.stopPropagation();
              open();
            }}
          >
            <span>+</span>
          </button>
        </foreignObject>
      )}
    </g>
  );
});

const COUNT = { width: 72, height: 24 };

interface CountProps {
  readonly from: string;
  readonly port: string;
  readonly x: number;
  readonly y: number;
}

function WireCount({ from, port, x, y }: CountProps) {
  const { numbers, speech, showPeople } = useFlow();
  const step = useStepNumbers(numbers, from);
  const text = useCount(numbers, speech.language);
  const count = step?.left[port] ?? 0;
  const { width, height } = COUNT;
  return (
    <foreignObject x={x - width / 2} y={y - height / 2} width={width} height={height}>
      <button
        type="button"
        className={classes.count}
        title={speech.t("numbers.leftHelp")}
        onClick={() => showPeople?.(from, port)}
      >
        {text(count)}
      </button>
    </foreignObject>
  );
}
