/** One entry of the receipt: how many points, when, why, by which flow or row of a model, by which event. */

import { Badge, Box, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Points } from "@/app/shared/Points";
import { When } from "@/app/shared/When";
import { isCustom, readable, useCategoryName } from "./fact-text";
import type { ReceiptPoint } from "./queries";
import classes from "./ReceiptLine.module.css";
import { useTold } from "./told";

/** What moves a contact when time has passed, and when a table has changed. */
const WAKE = "wake";

export function ReceiptLine({ point }: { point: ReceiptPoint }) {
  const { t } = useTranslation("contacts");
  const told = useTold();
  const categoryName = useCategoryName();
  const { flow, step, by, row } = point;
  return (
    <li className={classes.line}>
      <Points points={point.points} ta="right" fz="lg" miw={48} />
      <Box style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={500}>
            <Name max={160}>{point.reason}</Name>
          </Text>
          <Badge variant="default" tt="none" fw={500} size="sm">
            {categoryName(point.category)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {row && (
            <>
              {t("receipt.byModel")}{" "}
              <TextLink
                to="/scoring/$model"
                params={{ model: row.model }}
                hash={row.row}
                inherit
                underline="always"
              >
                <Name>{row.model_name}</Name>
              </TextLink>
              {" · "}
            </>
          )}
          {flow && (
            <>
              {t("receipt.byFlow")}{" "}
              <TextLink
                to="/flows/$flow"
                params={{ flow: flow.id }}
                search={step ? { step: step.id } : {}}
                inherit
                underline="always"
              >
                <Name>{flow.name}</Name>
              </TextLink>
              {step && `, ${t("receipt.step", { name: short(step.name) })}`}
              {" · "}
            </>
          )}
          {by
            ? t("receipt.byHand", { name: by })
            : isCustom(point.event.name)
              ? readable(point.event.name)
              : row && point.event.name === WAKE
                ? t("receipt.derived")
                : told(point.text)}
        </Text>
        {point.because.length > 0 && (
          <Text size="sm" c="dimmed">
            {t("receipt.because", { causes: point.because.map(told).join(" → ") })}
          </Text>
        )}
      </Box>
      <Text size="sm" c="dimmed" ta="right">
        <When at={point.at} />
      </Text>
    </li>
  );
}
