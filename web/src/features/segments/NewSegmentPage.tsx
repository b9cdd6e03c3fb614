/** Draws up a segment. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { segmentsQuery } from "./queries";
import { SegmentForm } from "./SegmentForm";
import { firstRule, type NewSegmentSearch } from "./search";
import { shortName } from "./short-name";
import { useSave } from "./useSave";

export default function NewSegmentPage() {
  const { t } = useTranslation("segments");
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/segments/new" });
  const taken = (useQuery(segmentsQuery).data?.items ?? []).map(({ id }) => id);
  const save = useSave({
    isNew: true,
    after: (id, waits) =>
      void navigate(
        waits ? { to: "/segments" } : { to: "/segments/$segment", params: { segment: id } },
      ),
  });
  return (
    <Page
      title={t("new.title")}
      about={t(`new.${aboutOf(search)}`)}
      crumbs={<TextLink to="/segments">{t("app:sections.segments")}</TextLink>}
    >
      <SegmentForm
        name={search.name ?? ""}
        rule={firstRule(search)}
        verb={t("new.verb")}
        pending={save.isPending}
        error={save.error}
        onSave={(name, rule) => save.mutate({ id: shortName(name, [...taken, "new"]), name, rule })}
        onCancel={() => void navigate({ to: "/segments" })}
      />
    </Page>
  );
}

/** Whoever thinks of a list of people is told that a segment is none. */
function aboutOf({ flow, is }: NewSegmentSearch): "about" | "comeAndGo" | "keepComing" {
  if (flow === undefined || is === undefined) return "about";
  return is === "inside" || is === "waits_at" ? "comeAndGo" : "keepComing";
}
