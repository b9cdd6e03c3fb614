/** Who is at which step while a new version is published, and what becomes of them. */
import { Alert, Badge, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFlow } from "../canvas/context";
import { kindTitle, spoken } from "../words/words";
import classes from "./Publishing.module.css";
import { type Choice, type Choices, choiceOf, chosenForAll, type PeopleAt, tally } from "./people";

interface Props {
  readonly all: readonly PeopleAt[];
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
  /** The version that is about to be. */
  readonly version: number;
}

const EVERY_CHOICE: readonly Choice[] = ["finish", "move", "retime", "exit"];

export function PeopleInside({ all, choices, onChange, version }: Props) {
  const { t } = useTranslation("publishing");
  const count = all.reduce((sum, { inside }) => sum + inside, 0);
  const chosen = new Set(all.map((one) => choiceOf(choices, one)));
  return (
    <section aria-labelledby="people-inside">
      <Stack gap="xs">
        <Title order={3} size="h3" id="people-inside">
          {t("people.title", { count })}
        </Title>
        {count > 0 && (
          <Text size="sm" c="dimmed">
            {t("people.help", { version })}
          </Text>
        )}
        {all.length > 1 && (
          <Select
            size="sm"
            label={t("people.forAll")}
            placeholder={t("people.differ")}
            data={EVERY_CHOICE.map((choice) => ({ value: choice, label: t(`choice.${choice}`) }))}
            value={chosen.size === 1 ? ([...chosen][0] ?? null) : null}
            onChange={(choice) => choice && onChange(chosenForAll(all, choice as Choice))}
          />
        )}
        {count > 0 && (
          <ul className={classes.steps}>
            {all.map((one) => (
              <AtStep
                key={one.node}
                one={one}
                version={version}
                choice={choiceOf(choices, one)}
                onChange={(choice) => onChange({ ...choices, [one.node]: choice })}
              />
            ))}
          </ul>
        )}
        {count > 0 && <Sum all={all} choices={choices} version={version} />}
      </Stack>
    </section>
  );
}

interface AtStepProps {
  readonly one: PeopleAt;
  readonly version: number;
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

function AtStep({ one, version, choice, onChange }: AtStepProps) {
  const { stage, speech } = useFlow();
  const { t } = useTranslation("publishing");
  const kind = stage.editor.state.kinds.get(one.kind);
  const title = one.name || (kind ? kindTitle(speech, kind) : spoken(one.kind));
  return (
    <li className={classes.step}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <div className={classes.texts}>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="xs" c="dimmed">
            {t("people.at", { count: one.inside })} ·{" "}
            {t("people.versions", {
              count: one.versions.length,
              versions: new Intl.ListFormat(speech.language).format(one.versions.map(String)),
            })}
          </Text>
          {one.gone && (
            <Badge
              mt={4}
              variant="outline"
              color="yellow"
              c="var(--mantine-color-text)"
              tt="none"
              leftSection={<IconAlertTriangle size={12} aria-hidden />}
            >
              {t("people.gone", { version })}
            </Badge>
          )}
        </div>
        <Select
          size="sm"
          w={260}
          aria-label={t("people.what", { step: title })}
          allowDeselect={false}
          data={one.choices.map((value) => ({ value, label: t(`choice.${value}`) }))}
          value={choice}
          onChange={(value) => value && onChange(value as Choice)}
        />
      </Group>
      <Text size="xs" mt={4}>
        {t(`means.${choice}`, { version })}
      </Text>
    </li>
  );
}

/** All that will happen to people, in one place. */
function Sum({ all, choices, version }: Pick<Props, "all" | "choices" | "version">) {
  const { t } = useTranslation("publishing");
  const counts = tally(all, choices);
  const said = EVERY_CHOICE.filter((choice) => counts[choice] > 0);
  return (
    <Alert
      variant="light"
      color={counts.exit > 0 ? "red" : "water"}
      p="xs"
      role="status"
      aria-label={t("sum.label")}
    >
      {said.map((choice) => (
        <Text size="sm" key={choice} c="var(--mantine-color-text)">
          {t(`sum.${choice}`, { count: counts[choice], version })}
        </Text>
      ))}
    </Alert>
  );
}
