/** The row that the address names: a receipt leads to it. It is brought into sight once. */
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { rowElement } from "./focus";

export function useLit(): string | undefined {
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    if (hash !== "") rowElement(hash)?.scrollIntoView({ block: "center" });
  }, [hash]);
  return hash === "" ? undefined : hash;
}
