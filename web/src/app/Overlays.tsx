/** What may come up over any page: messages and questions. Loaded after the first page. */
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";

export default function Overlays() {
  return (
    <>
      <Notifications position="bottom-right" limit={4} />
      <ModalsProvider />
    </>
  );
}
