/** Every style of Mantine's; loaded with the first page. */
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
