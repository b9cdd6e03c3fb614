/** Mantine's links and buttons that lead to addresses of ours, which the compiler checks. */
import { Anchor, Button } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** Looks like a button and is a link: it can be opened beside this page. */
const LinkButton = Button.withProps({ component: "a" }) as typeof Button<"a">;

export const TextLink = createLink(Anchor<"a">);
export const ButtonLink = createLink(LinkButton);
