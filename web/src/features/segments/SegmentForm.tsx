/** Name and rule of a segment, with the rule as a sentence and what the server finds wrong with it. */
import { Alert, Button, Checkbox, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDiagnosticTexts } from "@/features/diagnostics/useDiagnosticTexts";
import classes from "@/features/rule/Rule.module.css";
import { RuleBuilder } from "@/features/rule/RuleBuilder";
import type { Rule } from "@/features/rule/rule";
import { RuleSurroundings } from "@/features/rule/surroundings";
import { unfinished } from "@/features/rule/unfinished";
import { useRuleSentence } from "@/features/rule/useRuleSentence";
import { Preview } from "./Preview";

type Props = {
  name: string;
  rule: Rule;
  verb: string;
  pending: boolean;
  error: unknown;
  /** A flow may wait for it: for a segment that is still to be created, none can. */
  mayStartFlows?: boolean;
  onSave: (name: string, rule: Rule, startFlows: boolean) => void;
  onCancel: () => void;
};

export function SegmentForm(props: Props) {
  const { verb, pending, error, mayStartFlows, onSave, onCancel, ...initial } = props;
  const { t } = useTranslation("segments");
  const [name, setName] = useState(initial.name);
  const [rule, setRule] = useState(initial.rule);
  const [startFlows, setStartFlows] = useState(false);
  const sentence = useRuleSentence(rule);
  const missing = unfinished(rule);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(name.trim(), rule, startFlows);
      }}
    >
      <Stack>
        <TextInput
          label={t("app:fields.name")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maw={420}
        />
        <Text className={classes.sentence} aria-live="polite">
          {sentence(rule)}
        </Text>
        <RuleSurroundings>
          <RuleBuilder rule={rule} onChange={setRule} />
        </RuleSurroundings>
        <Preview rule={rule} />
        {mayStartFlows && (
          <Checkbox
            checked={startFlows}
            onChange={(event) => setStartFlows(event.currentTarget.checked)}
            label={t("startFlows.label")}
            description={t("startFlows.help")}
          />
        )}
        <Diagnostics error={error} />
        <Group justify="flex-end">
          {missing && (
            <Text size="sm" c="dimmed">
              {t("missing")}
            </Text>
          )}
          <Button variant="default" onClick={onCancel}>
            {t("app:actions.cancel")}
          </Button>
          <Button type="submit" loading={pending} disabled={missing || name.trim() === ""}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Diagnostics({ error }: { error: unknown }) {
  const { t } = useTranslation("segments");
  const found = useDiagnosticTexts(error);
  if (found.length === 0) return null;
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertTriangle />}
      title={t("problems")}
      role="alert"
    >
      <List>
        {found.map((one) => (
          <List.Item key={one}>{one}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
