/** What is still missing, whether the change starts flows, and the way out: save, or throw away. */
import { Alert, Anchor, Button, Checkbox, Group, List, Paper, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { said } from "@/features/diagnostics/said";
import { useEditor } from "./context";
import { focusName, rowElement } from "./focus";
import classes from "./Scoring.module.css";

type Props = {
  isNew: boolean;
  dirty: boolean;
  pending: boolean;
  startFlows: boolean;
  onStartFlows: (start: boolean) => void;
  onSave: () => void;
  onDiscard: () => void;
};

export function SaveBar(props: Props) {
  const { isNew, dirty, pending, startFlows, onStartFlows, onSave, onDiscard } = props;
  const { t } = useTranslation("scoring");
  const { missing } = useEditor();
  if (!dirty && !isNew) return null;
  return (
    <Paper withBorder shadow="md" p="sm" radius="lg" className={classes.save}>
      <WholeProblems />
      <Group justify="space-between" gap="sm">
        <Checkbox
          checked={startFlows}
          onChange={(event) => onStartFlows(event.currentTarget.checked)}
          label={t("startFlows.label")}
          description={t("startFlows.help")}
          maw={560}
        />
        <Group gap="xs" ml="auto">
          {missing.length > 0 && <Lacks />}
          <Button variant="default" onClick={onDiscard}>
            {t(isNew ? "app:actions.cancel" : "save.discard")}
          </Button>
          <Button onClick={onSave} loading={pending} disabled={missing.length > 0}>
            {t(isNew ? "save.create" : "app:actions.save")}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

/** How much has to be filled in yet, and the way to the first of it. */
function Lacks() {
  const { t } = useTranslation("scoring");
  const { missing, setOpen } = useEditor();
  const [first] = missing;
  const show = () => {
    if (first?.in === "row") {
      setOpen(first.id);
      rowElement(first.id)?.scrollIntoView({ block: "center" });
      focusName(rowElement(first.id));
    } else if (first?.in === "group") {
      focusName(document.querySelector(`[data-group="${first.at}"]`));
    } else if (first?.in === "model") {
      focusName(document.querySelector("[data-model]"));
    }
  };
  if (first?.in === "model" && first.what === "rows") {
    return (
      <Text size="sm" c="dimmed">
        {t("save.noRows")}
      </Text>
    );
  }
  return (
    <Anchor component="button" type="button" size="sm" onClick={show}>
      {t("save.missing", { count: missing.length })}
    </Anchor>
  );
}

/** What is wrong with no row in particular. */
function WholeProblems() {
  const { t } = useTranslation("scoring");
  const { problems, speech } = useEditor();
  const own = problems.filter(({ row }) => row === undefined);
  if (own.length === 0) return null;
  return (
    <Alert
      color="red"
      variant="outline"
      mb="sm"
      icon={<IconAlertTriangle />}
      title={t("save.problems")}
      role="alert"
    >
      <List>
        {own.map(({ diagnostic }) => {
          const { message, help } = said(diagnostic, speech);
          return <List.Item key={message}>{`${message} ${help}`}</List.Item>;
        })}
      </List>
    </Alert>
  );
}
