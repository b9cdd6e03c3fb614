/** Which flow it is, with the way of this contact to the step that disqualifies. */
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import type { Disqualification } from "./queries";

export function StepLink({ one: { contact, flow, step } }: { one: Disqualification }) {
  return (
    <TextLink
      to="/flows/$flow"
      params={{ flow: flow.id }}
      search={{ mode: "path", contact, version: flow.version, step: step.id }}
      underline="always"
      inherit
    >
      <Name>{flow.name}</Name>
    </TextLink>
  );
}
