/**
 * A rule as a tree of conditions. The kinds of conditions come from the schema; only `all`, `any`
 * and `not` are known here, because they are what makes a tree.
 */
import { Button, Input, Menu, SegmentedControl, Switch, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import {
  chosenVariant,
  initialVariant,
  resolved,
  type Schema,
  type Variant,
  variantsOf,
} from "../../model/schema";
import { ruleText } from "../../words/values";
import { choiceName } from "../../words/words";
import { type FieldProps, useForm } from "../fields";
import { SchemaField } from "../SchemaField";
import { Remove } from "./events";
import classes from "./rule.module.css";

const GROUPS = ["all", "any"] as const;

export function RuleField(props: FieldProps) {
  const { speech, readOnly, root } = useForm();
  const { label, help, required, error, value, onChange, schema } = props;
  const ways = variantsOf(resolved(schema, root)) ?? [];
  const rule = asGroup(value);
  const fits = chosenVariant(value) !== null;
  return (
    <Input.Wrapper
      label={label}
      description={help || undefined}
      required={required ?? false}
      error={error}
      labelElement="div"
    >
      <Text size="sm" my={6} className={classes.sentence}>
        {fits
          ? speech.t("rule.when", { rule: ruleText(speech, value) })
          : speech.t("rule.everybody")}
      </Text>
      <Group ways={ways} value={rule} onChange={onChange} readOnly={readOnly} depth={0} />
    </Input.Wrapper>
  );
}

/** A single condition is shown as a group of one, and becomes one when something is changed. */
function asGroup(rule: unknown): Readonly<Record<string, unknown>> {
  const chosen = chosenVariant(rule);
  if (chosen && GROUPS.some((group) => group === chosen.name))
    return { [chosen.name]: chosen.value };
  return { all: chosen ? [rule] : [] };
}

interface TreeProps {
  readonly ways: readonly Variant[];
  readonly value: unknown;
  readonly onChange: (rule: unknown) => void;
  readonly readOnly: boolean;
  readonly depth: number;
}

function Group({ ways, value, onChange, readOnly, depth }: TreeProps) {
  const { speech, root } = useForm();
  const chosen = chosenVariant(value);
  const name = chosen?.name ?? "all";
  const rules: readonly unknown[] = Array.isArray(chosen?.value) ? chosen.value : [];
  const set = (next: readonly unknown[]) => onChange({ [name]: next });
  return (
    <div className={classes.group} data-depth={depth}>
      {rules.length > 1 && (
        <SegmentedControl
          size="xs"
          disabled={readOnly}
          aria-label={speech.t("rule.group")}
          value={name}
          data={GROUPS.map((group) => ({ value: group, label: speech.t(`rule.${group}`) }))}
          onChange={(next) => onChange({ [next]: rules })}
        />
      )}
      {rules.map((rule, index) => (
        <Condition
          key={index}
          ways={ways}
          value={rule}
          readOnly={readOnly}
          depth={depth}
          onRemove={() => set(rules.filter((_, at) => at !== index))}
          onChange={(next) => set(rules.map((old, at) => (at === index ? next : old)))}
        />
      ))}
      {!readOnly && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              w="fit-content"
              leftSection={<IconPlus size={14} aria-hidden />}
            >
              {speech.t("rule.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ways
              .filter((way) => way.name !== "not" && !(depth > 1 && isGroup(way.name)))
              .sort((a, b) => Number(isGroup(a.name)) - Number(isGroup(b.name)))
              .map((way) => (
                <Menu.Item key={way.name} onClick={() => set([...rules, begin(way, root)])}>
                  {choiceName(speech, "Rule", way.name)}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

const isGroup = (name: string) => GROUPS.some((group) => group === name);

function begin(way: Variant, root: Schema): unknown {
  if (way.name === "property") return { property: { name: "", test: { is: "" } } };
  return initialVariant(way, root);
}

function Condition({ onRemove, ...props }: TreeProps & { onRemove: () => void }) {
  const { speech } = useForm();
  const { ways, value, onChange, readOnly, depth } = props;
  const outer = chosenVariant(value);
  const negated = outer?.name === "not";
  const rule = negated ? outer.value : value;
  const chosen = chosenVariant(rule);
  const set = (next: unknown) => onChange(negated ? { not: next } : next);
  const way = ways.find(({ name }) => name === chosen?.name);
  const title = choiceName(speech, "Rule", chosen?.name ?? "all");
  return (
    <fieldset className={classes.condition} aria-label={title}>
      <div className={classes.head}>
        <Text size="sm" fw={600} flex={1}>
          {title}
        </Text>
        <Switch
          size="xs"
          label={speech.t("rule.negate")}
          checked={negated}
          disabled={readOnly}
          onChange={() => onChange(negated ? rule : { not: rule })}
        />
        <Remove label={speech.t("panel.removeCondition")} onClick={onRemove} />
      </div>
      {chosen && isGroup(chosen.name) ? (
        <Group ways={ways} value={rule} onChange={set} readOnly={readOnly} depth={depth + 1} />
      ) : (
        chosen &&
        way?.inner && (
          <SchemaField
            schema={way.inner}
            value={chosen.value}
            label={title}
            labelHidden
            required
            onChange={(next) => set({ [chosen.name]: next })}
          />
        )
      )}
    </fieldset>
  );
}
