/** Makes a segment of the people who are listed, where a rule can say who they are. */
import { Stack, Text } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useMay } from "@/app/session/session";
import { ButtonLink } from "@/app/shared/links";
import { standingOf } from "@/features/rule/rule";
import { useEditor, useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import { flowTestOf, type Listed } from "../model/standing";
import { stepTitle } from "../words/words";

interface Props extends Listed {
  readonly flow: string;
  /** The version that is looked at; a rule knows the flow only as a whole. */
  readonly version: number;
}

export function MakeSegment({ flow, version, ...listed }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const mayEdit = useMay("editFlows");
  const asked = flowTestOf(document, kinds, listed);
  const step = nodeOf(document, listed.node);
  if (!mayEdit || asked === undefined || step === undefined) return null;
  const is = standingOf(asked);
  const name = t(`people.segmentName.${is}`, {
    flow: document.name,
    step: stepTitle(speech, kinds, step),
  });
  const search = { name, flow, is, ...(is === "waits_at" ? { step: step.id } : {}) };
  return (
    <Stack gap={4} align="flex-start">
      <ButtonLink
        to="/segments/new"
        search={search}
        size="xs"
        variant="default"
        leftSection={<IconFilterPlus size={14} aria-hidden />}
      >
        {t("people.makeSegment")}
      </ButtonLink>
      <Text size="xs" c="dimmed">
        {t(is === "waits_at" ? "segments:new.comeAndGo" : "segments:new.keepComing")}
        {listed.which === "left" && version > 1 && ` ${t("people.segmentOfAll")}`}
      </Text>
    </Stack>
  );
}
