/** Asks what is to stay, once somebody else saved this draft and changed the same things. */
import { lazy, Suspense } from "react";
import type { FlowSession } from "../session/useFlowSession";

const ClashDialog = lazy(async () => ({ default: (await import("./ClashDialog")).ClashDialog }));

export function Clash({ session }: { session: FlowSession }) {
  const state = session.useSaving();
  if (state.word !== "clash") return null;
  return (
    <Suspense>
      <ClashDialog key={state.clash.theirs.version} session={session} clash={state.clash} />
    </Suspense>
  );
}
