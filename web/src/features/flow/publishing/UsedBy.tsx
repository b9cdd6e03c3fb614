/** A segment or flow that stands in the way, with a link to it where its name says which it is. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { short } from "@/app/shared/foreign";
import { TextLink } from "@/app/shared/links";
import { segmentsQuery } from "@/features/segments/queries";
import type { User } from "./users";

export function UsedBy({ user: { what, name, version } }: { user: User }) {
  const { t } = useTranslation("publishing");
  const segments = useQuery(segmentsQuery).data?.items;
  const flows = useQuery(flowsQuery).data?.items;
  const named = (what === "segment" ? segments : flows)?.filter((one) => one.name === name);
  const [only] = named?.length === 1 ? named : [];
  const text =
    version === undefined
      ? t(`delete.${what}`, { name: short(name) })
      : t("delete.flow", { name: short(name), version });
  if (!only) return text;
  if (what === "segment")
    return (
      <TextLink to="/segments/$segment" params={{ segment: only.id }}>
        {text}
      </TextLink>
    );
  return (
    <TextLink to="/flows/$flow" params={{ flow: only.id }}>
      {text}
    </TextLink>
  );
}
