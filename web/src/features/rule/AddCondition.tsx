/** Offers the kinds of conditions, by what they are about, and groups of them. */
import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fresh } from "./fresh";
import classes from "./Rule.module.css";
import { fromGroup, LEAVES, type Rule } from "./rule";

type Props = { groups: boolean; onAdd: (rule: Rule) => void };

const ABOUT = ["who", "did", "when"] as const;

export function AddCondition({ groups, onAdd }: Props) {
  const { t } = useTranslation("rule");
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          {t("editor.add")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.kinds}>
        <div className={classes.about}>
          {ABOUT.map((about) => (
            <div key={about}>
              <Menu.Label>{t(`editor.about.${about}`)}</Menu.Label>
              {LEAVES[about].map((leaf) => (
                <Menu.Item key={leaf} onClick={() => onAdd(fresh(leaf))}>
                  {t(`leaf.${leaf}`)}
                </Menu.Item>
              ))}
            </div>
          ))}
        </div>
        {groups && <Menu.Divider />}
        {groups &&
          (["any", "all"] as const).map((how) => (
            <Menu.Item
              key={how}
              onClick={() => onAdd(fromGroup({ how, rules: [fresh("property")] }))}
            >
              {t(`editor.groups.${how}`)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
