/** When it was tried to learn, and whether it gets better. */
import { Badge, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Folded } from "@/app/shared/Folded";
import { Listing } from "@/app/shared/Listing";
import { When } from "@/app/shared/When";
import { ofHundred } from "./scales";
import type { Summary } from "./types";
import { useRefusalText } from "./useRefusalText";

export function Tries({ tries }: { tries: readonly Summary[] }) {
  const { t } = useTranslation("prediction");
  return (
    <Folded summary={t("tries.title", { count: tries.length })}>
      <Listing headings={[t("tries.when"), t("tries.what"), t("quality.title")]}>
        {tries.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <When at={one.trained_at} />
            </Table.Td>
            <Table.Td>
              <Badge variant="default">{t(`tries.${one.state}`)}</Badge>
            </Table.Td>
            <Table.Td>
              <Outcome of={one} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Listing>
    </Folded>
  );
}

function Outcome({ of: { state, auc, refusal } }: { of: Summary }) {
  const { t } = useTranslation("prediction");
  const textOf = useRefusalText();
  if (auc != null) return t("tries.pairs", { right: ofHundred(auc) });
  return state === "refused" ? textOf(refusal ?? null).title : null;
}
