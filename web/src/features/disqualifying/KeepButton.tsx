/** Takes somebody off the review list. Whoever goes through it by the keyboard is led to the next one. */
import { Button, type ButtonProps } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useRequalify } from "./useRequalify";

type Props = ButtonProps & { contact: string; name: string };

export function KeepButton({ contact, name, ...look }: Props) {
  const { t } = useTranslation("disqualifying");
  const button = useRef<HTMLButtonElement>(null);
  const keep = useRequalify({
    contact,
    done: () => t("kept", { name: short(name) }),
    // Its row goes with the next answer, and the focus with it.
    after: () => focusBeside(button.current),
  });
  return (
    <Button
      ref={button}
      variant="default"
      size="xs"
      loading={keep.isPending}
      onClick={() => keep.mutate()}
      aria-label={t("keepWhom", { name: short(name) })}
      {...look}
    >
      {t("keep")}
    </Button>
  );
}

function focusBeside(button: HTMLButtonElement | null): void {
  const row = button?.closest("tr");
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  beside?.querySelector("button")?.focus();
}
