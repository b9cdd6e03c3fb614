/** A flow that waits for a segment: does whoever is in it already enter, too? */
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { short } from "@/app/shared/foreign";
import { segmentsQuery } from "@/features/segments/queries";
import type { FlowSession } from "../session/useFlowSession";
import { type SegmentNow, segmentsAwaited } from "./members";

interface Props {
  readonly session: FlowSession;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function IncludeMembers({ session, checked, onChange }: Props) {
  const { t } = useTranslation("publishing");
  const labelOf = useLabel();
  const draft = useStore(session.editor.store, (state) => state.document);
  const segments = useQuery(segmentsQuery).data?.items ?? [];
  const awaited = segmentsAwaited(draft, segments);
  if (awaited.length === 0) return null;
  return (
    <Checkbox
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={labelOf(awaited)}
      description={t(checked ? "members.included" : "members.otherwise")}
    />
  );
}

/** Who is in several segments would be counted twice: then each has its own number. */
function useLabel() {
  const { t, i18n } = useTranslation("publishing");
  const number = new Intl.NumberFormat(i18n.language);
  return (segments: readonly SegmentNow[]) => {
    const [only] = segments;
    if (segments.length === 1 && only)
      return t("members.in", {
        count: only.members,
        number: number.format(only.members),
        segment: short(only.name),
      });
    const all = segments.map(({ name, members }) =>
      t("members.each", { segment: short(name), number: number.format(members) }),
    );
    return t("members.several", { segments: new Intl.ListFormat(i18n.language).format(all) });
  };
}
