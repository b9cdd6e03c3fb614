/** The classes of a model: from how many points on one is cold, warm or hot. */
import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { short } from "@/app/shared/foreign";
import { useCategoryName } from "@/features/contacts/fact-text";
import { without } from "@/features/rule/rule";
import { useSurroundings } from "@/features/rule/surroundings";
import { ClassName } from "./ClassName";
import { useEditor } from "./context";
import { freshId, withClass } from "./edit";
import { focusAdd } from "./focus";
import { ascending, nextFrom, toneOf } from "./ladder";
import classes from "./Scoring.module.css";
import type { ScoreClass } from "./types";

export function Classes() {
  const { t } = useTranslation("scoring");
  const { model, change, mayEdit } = useEditor();
  const all = model.classes;
  const add = () =>
    change((now) => ({
      ...now,
      classes: [...now.classes, { id: freshId(), name: "", from: nextFrom(now.classes) }],
    }));
  return (
    <Card title={t("classes.title")}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t("classes.help")}
        </Text>
        {all.length > 0 && <Scale of={all} />}
        {mayEdit ? (
          all.map((one, at) => <ClassLine key={one.id} one={one} at={at} />)
        ) : (
          <ReadClasses />
        )}
        {mayEdit && (
          <Button
            variant="subtle"
            size="compact-sm"
            w="fit-content"
            leftSection={<IconPlus size={14} aria-hidden />}
            data-add="class"
            onClick={add}
          >
            {t("classes.add")}
          </Button>
        )}
        <LooksAt />
      </Stack>
    </Card>
  );
}

/** The classes side by side, each as wide as it is, the last one open. */
function Scale({ of }: { of: readonly ScoreClass[] }) {
  const up = ascending(of);
  const widest = Math.max(...up.map(({ from }, at) => (up[at + 1]?.from ?? from) - from), 1);
  return (
    <div className={classes.scale} aria-hidden>
      {up.map(({ id, from }, at) => (
        <span
          key={id}
          data-tone={toneOf(up, id)}
          style={{ flexGrow: Math.max((up[at + 1]?.from ?? from + widest) - from, widest / 6) }}
        >
          {from}
        </span>
      ))}
    </div>
  );
}

function ClassLine({ one, at }: { one: ScoreClass; at: number }) {
  const { t } = useTranslation("scoring");
  const { model, change, missing } = useEditor();
  const lacks = (what: "name" | "from") =>
    missing.some((each) => each.in === "class" && each.at === at && each.what === what);
  const name = short(one.name || t("classes.unnamed"), 40);
  return (
    <div className={classes.class}>
      <span
        className={classes.dot}
        data-tone={toneOf(ascending(model.classes), one.id)}
        aria-hidden
      />
      <TextInput
        size="sm"
        style={{ flex: 1 }}
        aria-label={t("classes.name")}
        placeholder={t("classes.unnamed")}
        maxLength={60}
        value={one.name}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          change((now) => withClass(now, at, { name: typed }), `class ${one.id}`);
        }}
      />
      <NumberInput
        size="sm"
        w={110}
        aria-label={t("classes.fromOf", { name })}
        prefix={`${t("classes.from")} `}
        allowDecimal={false}
        value={one.from}
        error={lacks("from") ? t("classes.twice") : undefined}
        onChange={(next) =>
          typeof next === "number" &&
          change((now) => withClass(now, at, { from: next }), `from ${one.id}`)
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t("classes.remove", { name })}
        title={t("classes.remove", { name })}
        onClick={() => {
          change((now) => ({ ...now, classes: without(now.classes, at) }));
          focusAdd("class");
        }}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

function ReadClasses() {
  const { t } = useTranslation("scoring");
  const { model } = useEditor();
  return model.classes.map(({ id, from }) => (
    <Group key={id} gap={6} justify="space-between">
      <ClassName of={model.classes} id={id} />
      <Text size="sm" className="numbers">
        {t("classes.from")} {from}
      </Text>
    </Group>
  ));
}

const SUM = "";

/** Of which points the classes are: of all, or of one category. */
function LooksAt() {
  const { t } = useTranslation("scoring");
  const { model, change, mayEdit } = useEditor();
  const categoryName = useCategoryName();
  const { known } = useSurroundings();
  const own = model.groups.map(({ category }) => category || "general");
  const chosen = model.class_of ? [model.class_of] : [];
  const categories = [...new Set([...own, ...known.words.categories, ...chosen])];
  return (
    <Select
      size="sm"
      label={t("classes.of")}
      description={t("classes.ofHelp")}
      data={[
        { value: SUM, label: t("classes.sum") },
        ...categories.map((value) => ({ value, label: categoryName(value) })),
      ]}
      value={model.class_of ?? SUM}
      allowDeselect={false}
      disabled={!mayEdit}
      onChange={(value) => change((now) => ({ ...now, class_of: value || null }))}
    />
  );
}
