// A receiver of webhooks on this machine, which answers as it is told.

import { createServer } from "node:http";

/** "I want no more of these": a letter that gets this answer is dead at once. */
export const GONE = 410;

export async function receiver(status) {
  const got = [];
  const told = { status };
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const piece of request) body += piece;
    got.push(JSON.parse(body));
    answer.writeHead(told.status, { "Content-Type": "text/html" });
    answer.end("<script>window.hostile=1</script>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    got,
    answer: (next) => {
      told.status = next;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
