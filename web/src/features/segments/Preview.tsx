/** For how many people the rule on the screen holds, and who some of them are, while one edits it. */
import { Group, Loader, Paper, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { KeptSince } from "@/app/shared/KeptSince";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { useProblemText } from "@/app/shared/problems";
import { useDiagnosticTexts } from "@/features/diagnostics/useDiagnosticTexts";
import { type Rule, simplest } from "@/features/rule/rule";
import { unfinished } from "@/features/rule/unfinished";

const TYPING_MS = 400;
const SAMPLE = 5;

const previewQuery = (rule: Rule) =>
  queryOptions({
    queryKey: ["contacts", "preview", rule],
    queryFn: () => read(api.POST("/api/v1/segments/preview", { body: { rule, sample: SAMPLE } })),
    placeholderData: keepPreviousData,
    // A rule that the server refuses is refused the next time, too.
    retry: false,
  });

export function Preview({ rule }: { rule: Rule }) {
  const { t } = useTranslation("segments");
  const [settled] = useDebouncedValue(rule, TYPING_MS);
  const open = unfinished(rule);
  const preview = useQuery({ ...previewQuery(simplest(settled)), enabled: !unfinished(settled) });
  const stale = open || settled !== rule || preview.isPlaceholderData;
  if (preview.error && !stale) return <Refused error={preview.error} />;
  if (preview.data === undefined) {
    return <Text c="dimmed">{t(open ? "preview.waiting" : "preview.counting")}</Text>;
  }
  return (
    <Paper withBorder p="sm" bg="var(--runnel-raised)" aria-live="polite" aria-busy={stale}>
      <Stack gap={6}>
        <Group gap="xs">
          <Text fw={600} className="numbers" c={stale ? "dimmed" : undefined}>
            <Count preview={preview.data} />
          </Text>
          {stale && !open && <Loader size={14} aria-hidden />}
          {stale && (
            <Text size="sm" c="dimmed">
              {t("preview.stale")}
            </Text>
          )}
        </Group>
        <Sample people={preview.data.sample} />
        <KeptSince since={preview.data.kept_since} />
      </Stack>
    </Paper>
  );
}

/** All were looked at, or some: then it is an estimate, and says how good. */
function Count({ preview }: { preview: Schemas["PreviewResponse"] }) {
  const { t, i18n } = useTranslation("segments");
  const format = new Intl.NumberFormat(i18n.language);
  const { matching, contacts, low, high, looked_at } = preview;
  const values = {
    count: contacts,
    matching: format.format(matching),
    contacts: format.format(contacts),
    low: format.format(low),
    high: format.format(high),
  };
  return t(looked_at < contacts ? "preview.about" : "preview.exactly", values);
}

function Sample({ people }: { people: Schemas["ContactSummary"][] }) {
  const { t } = useTranslation("segments");
  if (people.length === 0) return null;
  return (
    <Text size="sm" component="div">
      {t("preview.sample")}{" "}
      {people.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <TextLink to="/contacts/$contact" params={{ contact: id }} target="_blank" inherit>
            <Name max={40}>{name}</Name>
          </TextLink>
        </span>
      ))}
    </Text>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation("segments");
  const text = useProblemText()(error);
  const [first] = useDiagnosticTexts(error);
  return (
    <Text role="status" c="var(--mantine-color-error)">
      {t("preview.refused")} {first ?? text}
    </Text>
  );
}
