/** What is tried out of a flow; kept in this tab while one mends the draft between two trials. */
import { useEffect, useState } from "react";
import { TRIAL, type Trial } from "./form";

const key = (flow: string) => `runnel.flow.trial.${flow}`;

export function useTrial(flow: string, contact: string | undefined) {
  const [trial, setTrial] = useState<Trial>(() => {
    const left = recall(flow);
    return contact === undefined ? left : { ...left, who: "contact", contact };
  });
  useEffect(() => {
    try {
      sessionStorage.setItem(key(flow), JSON.stringify(trial));
    } catch {
      // Without a store it is typed again.
    }
  }, [flow, trial]);
  const change = (changed: Partial<Trial>) => setTrial((old) => ({ ...old, ...changed }));
  return { trial, change };
}

function recall(flow: string): Trial {
  try {
    const left = JSON.parse(sessionStorage.getItem(key(flow)) ?? "{}") as Partial<Trial>;
    return { ...TRIAL, ...left };
  } catch {
    return TRIAL;
  }
}
