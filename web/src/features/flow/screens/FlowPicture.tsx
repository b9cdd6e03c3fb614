/** A small picture of a flow, drawn from its document: no text, but each step's role and the wires. */
import { edgeKey } from "../model/change";
import type { FlowDocument, FlowNode } from "../model/document";
import { type Kinds, portsOf, roleOf } from "../model/kinds";
import { arranged } from "../model/layout";
import { portPoint } from "../model/near";
import { CARD } from "../model/place";

const COLOURS = {
  trigger: "var(--flow-trigger)",
  condition: "var(--flow-condition)",
  wait: "var(--flow-wait)",
  action: "var(--flow-action)",
  goal: "var(--flow-end)",
  exit: "var(--flow-end)",
};
const EDGE = 24;

export function FlowPicture({ document: drawn, kinds }: { document: FlowDocument; kinds: Kinds }) {
  const document = arranged(drawn, kinds);
  const xs = document.nodes.map((node) => node.position.x);
  const ys = document.nodes.map((node) => node.position.y);
  if (xs.length === 0) return null;
  const [left, top] = [Math.min(...xs) - EDGE, Math.min(...ys) - EDGE];
  const width = Math.max(...xs) + CARD.width + EDGE - left;
  const height = Math.max(...ys) + CARD.height + EDGE - top;
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  return (
    <svg viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true" focusable="false">
      {document.edges.map((edge) => {
        const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
        if (!from || !to) return null;
        const a = portPoint(portsOf(document, kinds, from), from, edge.port);
        const b = { x: to.position.x + CARD.width / 2, y: to.position.y };
        const middle = (a.y + b.y) / 2;
        return (
          <path
            key={edgeKey(edge)}
            d={`M${a.x} ${a.y}C${a.x} ${middle} ${b.x} ${middle} ${b.x} ${b.y}`}
            fill="none"
            stroke="var(--flow-wire)"
            strokeWidth={5}
          />
        );
      })}
      {document.nodes.map((node) => (
        <Card
          key={node.id}
          node={node}
          colour={COLOURS[roleOf(kinds, node) ?? "action"]}
          round={roleOf(kinds, node) === "trigger"}
        />
      ))}
    </svg>
  );
}

function Card({ node, colour, round }: { node: FlowNode; colour: string; round: boolean }) {
  const { x, y } = node.position;
  return (
    <g transform={`translate(${x},${y})`}>
      <rect
        width={CARD.width}
        height={CARD.height}
        rx={round ? CARD.height / 2 : 12}
        fill="var(--runnel-raised)"
        stroke="var(--flow-wire)"
        strokeWidth={3}
      />
      <circle cx={38} cy={CARD.height / 2} r={18} fill={colour} />
      <rect x={70} y={20} width={130} height={12} rx={6} fill="var(--flow-wire)" />
      <rect x={70} y={44} width={90} height={10} rx={5} fill="var(--flow-wire)" opacity={0.5} />
    </g>
  );
}
