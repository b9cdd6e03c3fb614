/** Draws up a segment. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { segmentsQuery } from "./queries";
import { SegmentForm } from "./SegmentForm";
import { shortName } from "./short-name";
import { useSave } from "./useSave";

export default function NewSegmentPage() {
  const { t } = useTranslation("segments");
  const navigate = useNavigate();
  const { flow, step } = useSearch({ from: "/inside/segments/new" });
  const taken = (useQuery(segmentsQuery).data?.items ?? []).map(({ id }) => id);
  const save = useSave(
    (id) => void navigate({ to: "/segments/$segment", params: { segment: id } }),
  );
  return (
    <Page
      title={t("new.title")}
      about={t("new.about")}
      crumbs={<TextLink to="/segments">{t("app:sections.segments")}</TextLink>}
    >
      <SegmentForm
        name=""
        rule={{ all: flow && step ? [{ flow: { flow, is: { waits_at: step } } }] : [] }}
        verb={t("new.verb")}
        pending={save.isPending}
        error={save.error}
        onSave={(name, rule) => save.mutate({ id: shortName(name, [...taken, "new"]), name, rule })}
        onCancel={() => void navigate({ to: "/segments" })}
      />
    </Page>
  );
}
