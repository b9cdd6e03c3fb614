/** One effect: how much it changes the odds, and how those who meet it bought against the others. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { percentText, timesText } from "./scales";
import type { Effect, Share } from "./types";
import { Whisker } from "./Whisker";

type Props = { effect: Effect; text: string; max: number };

export function EffectRow({ effect: { of, log_odds, sound }, text, max }: Props) {
  const { t, i18n } = useTranslation("prediction");
  const shares = typeof of === "object" ? of.condition : undefined;
  const times = (logOdds: number) => timesText(logOdds, i18n.language);
  const range = `${times(log_odds.low)} – ${times(log_odds.high)}`;
  return (
    <Table.Tr c={sound ? undefined : "dimmed"}>
      <Table.Td maw={360} style={{ overflowWrap: "anywhere" }}>
        {short(text)}
        {!sound && (
          <Text size="xs" c="dimmed">
            {t("effects.unsound")}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" fw={sound ? 600 : undefined} title={range}>
        {times(log_odds.value)}
      </Table.Td>
      <Table.Td w={200} aria-label={range}>
        <Whisker {...log_odds} from={-max} to={max} middle={0} faint={!sound} />
      </Table.Td>
      <Table.Td ta="right">
        <Bought share={shares?.meets} />
      </Table.Td>
      <Table.Td ta="right">
        <Bought share={shares?.others} />
      </Table.Td>
    </Table.Tr>
  );
}

function Bought({ share }: { share: Share | undefined }) {
  const { t, i18n } = useTranslation("prediction");
  if (share === undefined) return null;
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <>
      {percentText(share.share.value, i18n.language)}
      <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {t("bought", { won: number.format(share.won), of: number.format(share.of) })}
      </Text>
    </>
  );
}
