/**
 * Edits a rule: groups of conditions that all or any must hold, in any depth. Plain fields and
 * buttons, so that keyboard and screen reader need nothing special.
 */
import {
  ActionIcon,
  Button,
  Group as Row,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LeafFields } from "./LeafFields";
import classes from "./Rule.module.css";
import {
  asGroup,
  fresh,
  fromGroup,
  type Group,
  groupOf,
  LEAVES,
  type Leaf,
  plain,
  type Rule,
  replaced,
  variant,
  withNot,
  without,
} from "./rule";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

export function RuleEditor({ rule, onChange }: Props) {
  return <GroupEditor group={asGroup(rule)} onChange={(group) => onChange(fromGroup(group))} />;
}

type GroupProps = { group: Group; onChange: (group: Group) => void; onRemove?: () => void };

function GroupEditor({ group, onChange, onRemove }: GroupProps) {
  const { t } = useTranslation("segments");
  const { how, rules } = group;
  const change = (next: Rule[]) => onChange({ ...group, rules: next });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this is
    <div role="group" className={classes.group} aria-label={t(`editor.group.${how}`)}>
      <Row justify="space-between" mb="xs">
        <Row gap="xs">
          <Text size="sm">{t("editor.holds")}</Text>
          <SegmentedControl
            size="xs"
            aria-label={t("editor.how")}
            value={how}
            onChange={(value) => onChange({ ...group, how: value as Group["how"] })}
            data={[
              { value: "all", label: t("editor.all") },
              { value: "any", label: t("editor.any") },
            ]}
          />
        </Row>
        {onRemove && <Remove label={t("editor.removeGroup")} onClick={onRemove} />}
      </Row>
      <Stack gap="xs">
        {rules.map((rule, at) => (
          <Member
            key={at}
            rule={rule}
            onChange={(next) => change(replaced(rules, at, next))}
            onRemove={() => change(without(rules, at))}
          />
        ))}
      </Stack>
      <Row gap="xs" mt="xs">
        <Add onClick={() => change([...rules, fresh("property")])}>{t("editor.add")}</Add>
        <Add onClick={() => change([...rules, { any: [fresh("property")] }])}>
          {t("editor.addGroup")}
        </Add>
      </Row>
    </div>
  );
}

type MemberProps = Props & { onRemove: () => void };

function Member({ rule, onChange, onRemove }: MemberProps) {
  const { t } = useTranslation("segments");
  const { rule: inner, negated } = plain(rule);
  const group = groupOf(inner);
  const [leaf] = variant(inner);
  const not = (
    <Select
      aria-label={t("editor.not")}
      data={[
        { value: "is", label: t("editor.holdsOne") },
        { value: "not", label: t("editor.holdsNot") },
      ]}
      value={negated ? "not" : "is"}
      allowDeselect={false}
      onChange={(value) => onChange(withNot(inner, value === "not"))}
      w={112}
    />
  );
  if (group !== undefined) {
    return (
      <Row gap="xs" align="flex-start" wrap="nowrap">
        {not}
        <div style={{ flex: 1, minWidth: 0 }}>
          <GroupEditor
            group={group}
            onChange={(next) => onChange(withNot(fromGroup(next), negated))}
            onRemove={onRemove}
          />
        </div>
      </Row>
    );
  }
  return (
    <Row gap="xs" align="flex-start" wrap="nowrap" className={classes.member}>
      {not}
      <Row gap="xs" align="flex-start" style={{ flex: 1 }}>
        <Select
          aria-label={t("editor.kind")}
          data={LEAVES.map((value) => ({ value, label: t(`leaf.${value}`) }))}
          value={leaf}
          allowDeselect={false}
          onChange={(value) => onChange(withNot(fresh(value as Leaf), negated))}
          w={170}
        />
        <LeafFields rule={inner} onChange={(next) => onChange(withNot(next, negated))} />
      </Row>
      <Remove label={t("editor.remove")} onClick={onRemove} />
    </Row>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} onClick={onClick}>
      <IconX size={16} />
    </ActionIcon>
  );
}

function Add({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
