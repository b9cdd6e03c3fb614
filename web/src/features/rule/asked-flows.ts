/** Which flows are asked about, by any rule in a rule, a list of rules or a whole document. Pure. */

export type AskedFlow = { flow: string; step: string | undefined };

export function askedFlows(around: unknown): AskedFlow[] {
  if (Array.isArray(around)) return around.flatMap(askedFlows);
  if (!isRecord(around)) return [];
  const inner = Object.values(around).flatMap(askedFlows);
  const { flow: asked } = around;
  if (!isRecord(asked) || typeof asked.flow !== "string" || asked.flow === "") return inner;
  const step = isRecord(asked.is) ? asked.is.waits_at : undefined;
  return [...inner, { flow: asked.flow, step: typeof step === "string" ? step : undefined }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
