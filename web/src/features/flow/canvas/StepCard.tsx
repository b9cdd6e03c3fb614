/** A step on the canvas: what it does, what happens there, its ports and the "+" at open ends. */

import {
  IconAlertTriangle,
  IconCircleMinus,
  IconCirclePlus,
  IconExclamationCircle,
  IconPencil,
} from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { markOf, useTraced } from "../explain/trace";
import { isFailure } from "../model/kinds";
import { portShare } from "../model/near";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { distanceText, portName, stepSummary, stepTitle } from "../words/words";
import { useEditor, useFlow } from "./context";
import type { StepNode } from "./drawing";
import { iconOf } from "./icons";
import classes from "./StepCard.module.css";
import { StepNumbersLine } from "./StepNumbersLine";
import { TraceBadge, TraceLine } from "./TraceLine";
import { useIsFar } from "./useIsFar";

export const StepCard = memo(function StepCard({ data, selected }: NodeProps<StepNode>) {
  const { speech, numbers, marks, trace } = useFlow();
  const { node } = data;
  const visits = useTraced(trace, node.id);
  const kinds = useEditor((state) => state.kinds);
  const kind = kinds.get(node.kind);
  const Icon = iconOf(kind);
  const ports = data.ports === "" ? [] : data.ports.split(",");
  const mark = marks?.nodes.get(node.id);
  const far = useIsFar();
  return (
    <div
      className={classes.card}
      data-role={kind?.role ?? "unknown"}
      data-selected={selected || undefined}
      data-mark={mark}
      data-trace={markOf(visits)}
    >
      {kind?.role !== "trigger" && (
        <Handle
          type="target"
          position={Position.Top}
          className={classes.entry}
          isConnectableStart={false}
        />
      )}
      <span className={classes.icon} aria-hidden>
        <Icon size={18} stroke={1.75} />
      </span>
      <span className={classes.texts}>
        <span className={classes.head}>
          <span className={classes.title}>{stepTitle(speech, kinds, node)}</span>
          {!far && !numbers && !visits && !marks && <Away steps={data.away} />}
        </span>
        {far ? null : numbers ? (
          <StepNumbersLine id={node.id} />
        ) : visits?.last ? (
          <TraceLine visits={visits} last={visits.last} />
        ) : (
          <span className={classes.summary}>{stepSummary(speech, kinds, node)}</span>
        )}
      </span>
      {visits?.last && <TraceBadge visits={visits} />}
      {mark && mark !== "same" ? <MarkBadge mark={mark} /> : <ProblemBadge id={node.id} />}
      {ports.map((port) => (
        <Port key={port} id={node.id} port={port} ports={ports} open={data.open} />
      ))}
    </div>
  );
});

/** How far from the start, small: one who looks for it finds it, one who does not is not disturbed. */
function Away({ steps }: { steps: number | null }) {
  const { speech } = useFlow();
  if (!steps) return null;
  return (
    <span className={classes.away} title={distanceText(speech, steps)} aria-hidden>
      +{steps}
    </span>
  );
}

interface PortProps {
  readonly id: string;
  readonly port: string;
  readonly ports: readonly string[];
  readonly open: string;
}

function Port({ id, port, ports, open }: PortProps) {
  const { stage, speech } = useFlow();
  const readOnly = useEditor((state) => state.readOnly);
  const over = useEditor((state) => state.over?.from === id && state.over.port === port);
  const left = `${portShare(ports, port) * 100}%`;
  const isOpen = open.split(",").includes(port);
  const label = portName(speech, port);
  const far = useIsFar();
  // A name is needed where there is a choice; what went wrong is known by its shape.
  const named = !isFailure(port) && ports.filter((other) => !isFailure(other)).length > 1;
  return (
    <>
      <Handle
        type="source"
        id={port}
        position={Position.Bottom}
        className={classes.port}
        data-failure={isFailure(port) || undefined}
        style={{ left }}
        title={ports.length > 1 ? label : undefined}
      />
      {named && !far && (
        <span className={classes.portName} style={{ left }} aria-hidden>
          {label}
        </span>
      )}
      {isOpen && !readOnly && !far && (
        <button
          type="button"
          tabIndex={-1}
          className={`${classes.plus} nodrag nopan`}
          style={{ left }}
          data-over={over || undefined}
          aria-label={speech.t("canvas.addAfter", { port: label })}
          onClick={(event) => {
            event.stopPropagation();
            stage.editor.open({ ask: "step", spot: { on: "port", port: { from: id, port } } });
          }}
        >
          +
        </button>
      )}
    </>
  );
}

function ProblemBadge({ id }: { id: string }) {
  const { speech } = useFlow();
  const textOf = useDiagnosticText();
  const worst = useEditor((state) => {
    const own = state.diagnostics.filter((diagnostic) => diagnostic.node === id);
    return (own.find((one) => one.severity === "error") ?? own[0]) || null;
  });
  if (!worst) return null;
  const Icon = worst.severity === "error" ? IconExclamationCircle : IconAlertTriangle;
  return (
    <span className={classes.badge} data-severity={worst.severity} title={textOf(worst).message}>
      <Icon size={18} aria-label={speech.t(`severity.${worst.severity}`)} />
    </span>
  );
}

const MARKS = { added: IconCirclePlus, changed: IconPencil, removed: IconCircleMinus };

function MarkBadge({ mark }: { mark: keyof typeof MARKS }) {
  const { speech } = useFlow();
  const Icon = MARKS[mark];
  const label = speech.t(`mark.${mark}`);
  return (
    <span className={classes.badge} data-mark={mark} title={label}>
      <Icon size={18} aria-label={label} />
    </span>
  );
}
