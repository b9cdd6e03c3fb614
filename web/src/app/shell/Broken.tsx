/** A page whose code failed. The rest of the app goes on; nothing the person wrote is sent anywhere. */
import { Box } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { Failed } from "../shared/states";

export function Broken({ error, reset }: ErrorComponentProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <Box p="lg">
      <Failed error={error} retry={reset} />
    </Box>
  );
}
