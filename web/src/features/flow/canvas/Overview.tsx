/** The whole flow, small, in the corner: each step in the colour of its role. Off unless wanted. */
import { MiniMap } from "@xyflow/react";
import { useFlow } from "./context";
import type { StepNode } from "./drawing";

export function Overview() {
  const { speech } = useFlow();
  return (
    <MiniMap<StepNode>
      ariaLabel={speech.t("command.map")}
      position="bottom-right"
      pannable
      zoomable
      bgColor="var(--runnel-raised)"
      maskColor="color-mix(in srgb, var(--runnel-canvas) 70%, transparent)"
      maskStrokeColor="var(--mantine-primary-color-filled)"
      maskStrokeWidth={2}
      nodeColor={({ className }) => COLOURS[className ?? ""] ?? "var(--flow-action)"}
      nodeBorderRadius={12}
    />
  );
}

/** By the class that a drawn step carries. */
const COLOURS: Readonly<Record<string, string>> = {
  "role-trigger": "var(--flow-trigger)",
  "role-condition": "var(--flow-condition)",
  "role-wait": "var(--flow-wait)",
  "role-goal": "var(--flow-end)",
  "role-exit": "var(--flow-end)",
};
