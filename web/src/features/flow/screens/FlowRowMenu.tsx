/** In the list: what can be done with a flow without opening it. */
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { MoreMenu } from "@/app/shared/MoreMenu";
import { useSaveAsFile } from "../files/useSaveAsFile";
import { VerbItems } from "../publishing/VerbItems";
import type { Verb } from "../publishing/verbs";
import type { FlowSummary } from "../queries";

const VerbDialog = lazy(async () => ({
  default: (await import("../publishing/VerbDialog")).VerbDialog,
}));

export function FlowRowMenu({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation("flow");
  const save = useSaveAsFile();
  const [verb, setVerb] = useState<Verb | null>(null);
  return (
    <>
      <MoreMenu width={220} label={t("list.verbs", { name: short(flow.name) })}>
        <Menu.Item
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => save.mutate({ id: flow.id })}
        >
          {t("files:save")}
        </Menu.Item>
        <VerbItems flow={flow} onChoose={setVerb} />
      </MoreMenu>
      {verb && (
        <Suspense>
          <VerbDialog flow={flow} verb={verb} onClose={() => setVerb(null)} />
        </Suspense>
      )}
    </>
  );
}
