/** What may come up over any page: messages and questions. Loaded after the first page. */
import { Notifications } from "@mantine/notifications";
import { Ask } from "./Ask";

export default function Overlays() {
  return (
    <>
      <Notifications position="bottom-right" limit={4} />
      <Ask />
    </>
  );
}
