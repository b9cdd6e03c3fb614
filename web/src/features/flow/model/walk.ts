/** Walking the flow with the arrow keys: along the wires, else to whatever lies that way. */
import type { FlowDocument, FlowNode, NodeId } from "./document";
import { nodeOf, wiresFrom, wiresTo } from "./graph";

export type Direction = "up" | "down" | "left" | "right";

export function neighbour(
  document: FlowDocument,
  id: NodeId | undefined,
  direction: Direction,
): NodeId | undefined {
  const here = id === undefined ? undefined : nodeOf(document, id);
  if (!here) return document.nodes[0]?.id;
  const wired = direction === "down" ? wiresFrom(document, here.id)[0]?.to : undefined;
  const led = direction === "up" ? wiresTo(document, here.id)[0]?.from : undefined;
  return wired ?? led ?? nearestThatWay(document, here, direction);
}

function nearestThatWay(
  document: FlowDocument,
  here: FlowNode,
  direction: Direction,
): NodeId | undefined {
  const sign = direction === "down" || direction === "right" ? 1 : -1;
  const [along, across] =
    direction === "up" || direction === "down" ? (["y", "x"] as const) : (["x", "y"] as const);
  const cost = (node: FlowNode) => {
    const ahead = (node.position[along] - here.position[along]) * sign;
    return ahead > 0 ? ahead + 3 * Math.abs(node.position[across] - here.position[across]) : null;
  };
  const reachable = document.nodes.flatMap((node) => {
    const far = cost(node);
    return far === null ? [] : [{ id: node.id, far }];
  });
  return reachable.sort((a, b) => a.far - b.far)[0]?.id;
}
