/**
 * Edits a rule: conditions of which all or any must hold, in groups of any depth. Plain fields and
 * buttons, so that keyboard and screen reader need nothing special.
 */
import { SegmentedControl, Switch, Text } from "@mantine/core";
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { AddCondition } from "./AddCondition";
import { LeafFields } from "./LeafFields";
import { Remove } from "./Remove";
import classes from "./Rule.module.css";
import {
  asGroup,
  DEPTH_MAX,
  fromGroup,
  type Group,
  groupOf,
  plain,
  type Rule,
  replaced,
  variant,
  withNot,
  without,
} from "./rule";
import { useSurroundings } from "./surroundings";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

export function RuleBuilder({ rule, onChange }: Props) {
  const group = asGroup(rule);
  const change = (next: Group) => onChange(fromGroup(next));
  return (
    <div className={classes.members}>
      {group.rules.length > 1 && <Joined group={group} onChange={change} />}
      <Members group={group} onChange={change} depth={0} />
    </div>
  );
}

type GroupProps = { group: Group; onChange: (group: Group) => void };

/** Whether all have to hold. */
function Joined({ group, onChange }: GroupProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  return (
    <SegmentedControl
      size="xs"
      w="fit-content"
      aria-label={t("editor.how")}
      disabled={disabled}
      value={group.how}
      onChange={(value) => onChange({ ...group, how: value as Group["how"] })}
      data={[
        { value: "all", label: t("editor.all") },
        { value: "any", label: t("editor.any") },
      ]}
    />
  );
}

function Members({ group, onChange, depth }: GroupProps & { depth: number }) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const place = useRef<HTMLDivElement>(null);
  const { rules } = group;
  const change = (next: Rule[]) => onChange({ ...group, rules: next });
  /** Where one goes on after a condition came or went: into it, else to the button that adds. */
  const goOn = (to: "last" | "add") =>
    requestAnimationFrame(() => {
      const own = [...(place.current?.children ?? [])];
      const target = to === "last" ? own.at(-2)?.querySelector("input") : own.at(-1);
      if (target instanceof HTMLElement) target.focus();
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: each condition in it is a fieldset already
    <div
      ref={place}
      role="group"
      className={classes.members}
      aria-label={t(`editor.group.${group.how}`)}
    >
      {rules.map((rule, at) => (
        <Condition
          key={at}
          rule={rule}
          depth={depth}
          onChange={(next) => change(replaced(rules, at, next))}
          onRemove={() => {
            change(without(rules, at));
            goOn("add");
          }}
        />
      ))}
      {!disabled && (
        <AddCondition
          groups={depth + 1 < DEPTH_MAX}
          onAdd={(rule) => {
            change([...rules, rule]);
            goOn("last");
          }}
        />
      )}
    </div>
  );
}

type ConditionProps = Props & { depth: number; onRemove: () => void };

function Condition({ rule, onChange, onRemove, depth }: ConditionProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const { rule: inner, negated } = plain(rule);
  const group = groupOf(inner);
  const [leaf] = variant(inner);
  // What people ask every day needs none.
  const help = group ? "" : t(`help.${leaf}`, { defaultValue: "" });
  const helpId = useId();
  const title = group ? t(`editor.group.${group.how}`) : t(`leaf.${leaf}`);
  const set = (next: Rule) => onChange(withNot(next, negated));
  const setGroup = (next: Group) => set(fromGroup(next));
  const remove = t(group ? "editor.removeGroup" : "editor.remove");
  return (
    <fieldset
      className={classes.condition}
      data-group={group && ""}
      aria-label={title}
      aria-describedby={help ? helpId : undefined}
    >
      <div className={classes.title}>
        {group ? (
          <Joined group={group} onChange={setGroup} />
        ) : (
          <Text size="sm" fw={600}>
            {title}
          </Text>
        )}
      </div>
      <div className={classes.body}>
        {group ? (
          <Members group={group} onChange={setGroup} depth={depth + 1} />
        ) : (
          <LeafFields rule={inner} onChange={set} />
        )}
        {help && (
          <Text id={helpId} size="xs" c="dimmed" mt={4}>
            {help}
          </Text>
        )}
      </div>
      <div className={classes.controls}>
        <Switch
          size="xs"
          label={t("editor.negate")}
          checked={negated}
          disabled={disabled}
          onChange={() => onChange(withNot(inner, !negated))}
        />
        {!disabled && <Remove label={remove} onClick={onRemove} />}
      </div>
    </fieldset>
  );
}
