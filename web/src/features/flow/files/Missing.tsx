/** What a file refers to and is not here, each with the steps that need it. */
import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FlowDocument } from "../model/document";
import { nodeOf } from "../model/graph";
import type { Kinds } from "../model/kinds";
import { stepTitle } from "../words/words";
import type { ImportReport } from "./queries";
import { useNamed } from "./useNamed";

interface Props {
  readonly missing: ImportReport["missing"];
  readonly document: FlowDocument;
  readonly kinds: Kinds;
}

export function Missing({ missing, document, kinds }: Props) {
  const { t, i18n } = useTranslation("files");
  const named = useNamed();
  const words = { t: i18n.getFixedT(null, "flow") };
  const title = (id: string) => {
    const step = nodeOf(document, id);
    return step ? stepTitle(words, kinds, step) : id;
  };
  if (missing.length === 0) return null;
  return (
    <Alert
      color="yellow"
      p="xs"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={t("missing.title", { count: missing.length })}
    >
      <List size="sm">
        {missing.map(({ kind, id, used_by: steps }) => (
          <List.Item key={`${kind} ${id}`}>
            {t(`missing.${kind}`, { id })}
            <Text size="xs">
              {steps.length === 0
                ? t("missing.byAll")
                : t("missing.by", { count: steps.length, steps: named(steps.map(title)) })}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
